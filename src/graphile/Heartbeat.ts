import type { CheckedGraphileRunnerOptions } from "./GraphileRunnerOptions";
import type { JobTables } from "./JobTables";

/** Says that this machine is alive, and repairs what the engine does not: jobs of the dead or exhausted, a missing sweep. */
export class Heartbeat {
    private timeout: NodeJS.Timeout | undefined;
    private beating: Promise<void> = Promise.resolve();
    private isStopped = false;

    public constructor(
        private readonly options: CheckedGraphileRunnerOptions,
        private readonly tables: JobTables,
        private readonly workerOf: () => string | undefined
    ) {}

    public start(): void {
        this.beating = this.beat();
    }

    public async stop(): Promise<void> {
        this.isStopped = true;
        clearTimeout(this.timeout);
        await this.beating;
    }

    private async beat(): Promise<void> {
        const { heartbeatIntervalInMs, sweepIntervalInMs, heartbeatTimeoutInMs, report } = this.options;
        try {
            const worker = this.workerOf();
            if (worker !== undefined) await this.tables.beat(worker);
            await this.tables.unlockJobsOfTheDead(heartbeatTimeoutInMs);
            await this.tables.removeExhausted();
            await this.tables.ensureSweepWithin(sweepIntervalInMs);
        } catch (error) {
            report(error);
        }
        if (this.isStopped) return;
        this.timeout = setTimeout(() => {
            this.beating = this.beat();
        }, heartbeatIntervalInMs);
    }
}
