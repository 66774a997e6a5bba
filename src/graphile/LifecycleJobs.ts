import { toApplicationError } from "../application/toApplicationError";
import type { CheckedGraphileRunnerOptions } from "./GraphileRunnerOptions";
import type { Batch, JobTables } from "./JobTables";

/** A **sweep** makes jobs of what is due; a **batch** works on what still is. A job fails with a code: no personal data. */
export class LifecycleJobs {
    private isStopping = false;

    public constructor(
        private readonly options: CheckedGraphileRunnerOptions,
        private readonly tables: JobTables
    ) {}

    /** From now on a job only asks for a sweep by another machine. */
    public stop(): void {
        this.isStopping = true;
    }

    public async sweep(): Promise<void> {
        await this.failingWithCode(async () => {
            const { lifecycle, batchSize, maxBatchesPerSweep, sweepIntervalInMs } = this.options;
            if (this.isStopping) return await this.tables.sweepNow();
            const limit = batchSize * maxBatchesPerSweep;
            const names = await lifecycle.findDue(undefined, limit);
            const batches: Batch[] = [];
            for (let first = 0; first < names.length; first += batchSize) {
                const isLastOfFullSweep = names.length >= limit && first + batchSize >= names.length;
                batches.push({ names: names.slice(first, first + batchSize), isLastOfFullSweep });
            }
            await this.tables.addBatches(batches);
            await this.tables.ensureSweepWithin(sweepIntervalInMs);
        });
    }

    public async batch(payload: unknown): Promise<void> {
        await this.failingWithCode(async () => {
            const { names, isLastOfFullSweep } = payload as Batch;
            if (!this.isStopping) await this.options.lifecycle.run(names);
            if (this.isStopping || isLastOfFullSweep) await this.tables.sweepNow();
        });
    }

    private async failingWithCode(work: () => Promise<void>): Promise<void> {
        try {
            await work();
        } catch (error) {
            this.options.report(error);
            throw new Error(toApplicationError(error).code);
        }
    }
}
