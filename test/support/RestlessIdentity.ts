import { ErrorCode, type IdentityDeletionModule, type IdentityDeletionProcessDTO } from "../../src";

type Processes = ReturnType<IdentityDeletionModule["forIdentity"]>["identityDeletionProcesses"];

/**
 * An Identity that initiates and cancels without a pause, remembers what it was answered, and, when the store becomes
 * unavailable, waits until it is there again and compares. Throws where an answered call is not there as it was
 * answered, and where there is more than the one call that was not answered.
 */
export class RestlessIdentity {
    public answeredCalls = 0;
    public unavailableCalls = 0;
    /** How often the call that was not answered turned out to have been carried out. */
    public madeUnanswered = 0;
    private readonly known = new Map<string, IdentityDeletionProcessDTO>();
    private active: IdentityDeletionProcessDTO | undefined;

    public constructor(private readonly processes: Processes) {}

    public async callOnce(): Promise<void> {
        const result =
            this.active === undefined
                ? await this.processes.initiateIdentityDeletionProcess()
                : await this.processes.cancelIdentityDeletionProcess();
        if (result.isSuccess) {
            this.answeredCalls++;
            this.remember(result.value);
        } else if (result.error.code === ErrorCode.storeUnavailable) {
            this.unavailableCalls++;
            await this.compare(true);
        } else throw new Error(`Answered with ${result.error.code}: ${result.error.message}`);
    }

    /** Compares what was answered with what is there; with `mayHaveMore`, one more call may have been carried out. */
    public async compare(mayHaveMore = false): Promise<void> {
        const found = await this.findAll();
        const differences = found.filter((process) => !isSame(process, this.known.get(process.id)));
        const ids = new Set(found.map(({ id }) => id));
        for (const id of this.known.keys()) if (!ids.has(id)) throw new Error(`The answered process ${id} is lost.`);
        if (differences.length > (mayHaveMore ? 1 : 0)) {
            throw new Error(`${differences.length} processes are not as they were answered.`);
        }
        for (const process of differences) {
            if (!this.isNextStep(process)) throw new Error(`${JSON.stringify(process)} was never asked for.`);
            this.madeUnanswered++;
            this.remember(process);
        }
    }

    /** Whether the call that was not answered would have made it so. */
    private isNextStep(process: IdentityDeletionProcessDTO): boolean {
        if (this.active === undefined) return process.status === "Active" && !this.known.has(process.id);
        const before = { ...process, status: "Active" };
        delete before.cancelledAt;
        delete before.cancelledByDevice;
        return process.status === "Cancelled" && isSame(before, this.active);
    }

    private remember(process: IdentityDeletionProcessDTO): void {
        this.known.set(process.id, process);
        this.active = process.status === "Active" ? process : undefined;
    }

    private async findAll(): Promise<IdentityDeletionProcessDTO[]> {
        for (;;) {
            const result = await this.processes.getIdentityDeletionProcesses();
            if (result.isSuccess) return result.value;
            if (result.error.code !== ErrorCode.storeUnavailable) throw result.error;
            this.unavailableCalls++;
        }
    }
}

function isSame(one: IdentityDeletionProcessDTO, other: IdentityDeletionProcessDTO | undefined): boolean {
    return JSON.stringify(one) === JSON.stringify(other);
}
