import type { CheckedGraphileRunnerOptions } from "./GraphileRunnerOptions";
import type { JobTables } from "./JobTables";

/**
 * Writes at each interval that this machine is alive, and repairs what the engine leaves to its host: jobs of dead machines,
 * which it would keep locked for four hours, jobs that failed too often, which it would keep forever, and a missing sweep,
 * after the tables were emptied or restored.
 */
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
