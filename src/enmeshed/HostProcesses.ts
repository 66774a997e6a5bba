import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import type { HostProcess, HostTransport } from "./Host";
import { isSame } from "./processes";

/** Processes of the host's own class. Converting one is expensive: while it says the same, it is the same object. */
export class HostProcesses {
    private latest: { readonly process: IdentityDeletionProcessDTO; readonly converted: HostProcess } | undefined;

    public constructor(private readonly transport: HostTransport) {}

    public of(process: IdentityDeletionProcessDTO): HostProcess {
        if (this.latest === undefined || !isSame(this.latest.process, process)) {
            const converted = this.transport.IdentityDeletionProcess.from({ ...process } as never);
            this.latest = { process, converted };
        }
        return this.latest.converted;
    }
}
