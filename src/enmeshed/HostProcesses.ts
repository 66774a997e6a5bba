import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import type { HostProcess, HostTransport } from "./Host";
import { isSame } from "./processes";

interface Converted {
    readonly process: IdentityDeletionProcessDTO;
    readonly converted: HostProcess;
    /** Of `converted`, as it was made: it is shared with the app, which may change it. */
    readonly properties: Readonly<Record<string, unknown>>;
}

/** Processes of the host's own class. Converting one is expensive: while it says the same, it is the same object. */
export class HostProcesses {
    private latest: Converted | undefined;

    public constructor(private readonly transport: HostTransport) {}

    public of(process: IdentityDeletionProcessDTO): HostProcess {
        if (this.latest === undefined || !isSame(this.latest.process, process) || hasChanged(this.latest)) {
            const converted = this.transport.IdentityDeletionProcess.from({ ...process } as never);
            this.latest = { process, converted, properties: { ...converted } };
        }
        return this.latest.converted;
    }
}

function hasChanged({ converted, properties }: Converted): boolean {
    const now = converted as unknown as Readonly<Record<string, unknown>>;
    for (const name in properties) if (now[name] !== properties[name]) return true;
    return Object.keys(now).length !== Object.keys(properties).length;
}
