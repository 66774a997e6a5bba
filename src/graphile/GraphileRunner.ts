import type { EventEmitter } from "node:events";
import { openedPool, type OpenedPool } from "../adapters/postgres/openedPool";
import { ignoreError, StatementRunner } from "../adapters/postgres/StatementRunner";
import { toApplicationError } from "../application/toApplicationError";
import { maxTimerInMs } from "../domain/retry";
import { requireStopLimit } from "../lifecycle/checkedArguments";
import { PersistenceError } from "../ports/PersistenceError";
import {
    type CheckedGraphileRunnerOptions,
    checkedGraphileRunnerOptions,
    type GraphileRunnerOptions
} from "./GraphileRunnerOptions";
import { Heartbeat } from "./Heartbeat";
import { JobEngine } from "./JobEngine";
import { batchTask, JobTables, sweepTask } from "./JobTables";
import { LifecycleJobs } from "./LifecycleJobs";

const defaultStopLimitInMs = 10_000;
/** What the lifecycle needs at the end of its limit, and the engine after it. */
const waitAfterLimitInMs = 3_000;
const statementOptions = {
    retry: { attempts: 3, firstDelayInMs: 20, maxDelayInMs: 1_000 },
    retryTimeoutInMs: 2_000,
    timeoutInMs: 30_000
};

/**
 * Runs the lifecycle on many machines, with graphile-worker over PostgreSQL: one on each, instead of `module.start()`. Needs
 * the packages `graphile-worker` and `pg`. The leases in the store alone decide who works on what: a job that is lost or
 * doubled does no harm. The job tables hold no personal data and may be emptied at any time.
 */
export class GraphileRunner {
    private stopping: Promise<void> | undefined;

    private constructor(
        private readonly options: CheckedGraphileRunnerOptions,
        private readonly tables: JobTables,
        private readonly jobs: LifecycleJobs,
        private readonly engine: JobEngine,
        private readonly heartbeat: Heartbeat,
        private readonly release: () => Promise<void>
    ) {}

    /** Runs in the background until `stop`. Rejects on a wrong option, or with `storeUnavailable`; then nothing runs. */
    public static async start(options: GraphileRunnerOptions): Promise<GraphileRunner> {
        const checked = checkedGraphileRunnerOptions(options);
        const opened = openedPoolOf(checked);
        const release = listeningTo(opened);
        const tables = new JobTables(new StatementRunner(opened.pool, statementOptions), checked.quotedSchema);
        const jobs = new LifecycleJobs(checked, tables);
        const engine = new JobEngine(checked, opened.rawPool, {
            [sweepTask]: async () => await jobs.sweep(),
            [batchTask]: async (payload) => await jobs.batch(payload)
        });
        const heartbeat = new Heartbeat(checked, tables, () => engine.worker);
        try {
            await engine.prepare();
            await tables.prepare();
            await tables.sweepNow();
            await engine.start();
        } catch (error) {
            await release();
            const cause = new PersistenceError("unavailable", "The tables of the jobs cannot be used.", {
                cause: error
            });
            throw toApplicationError(PersistenceError.kindOf(error) === undefined ? cause : error);
        }
        heartbeat.start();
        return new GraphileRunner(checked, tables, jobs, engine, heartbeat, release);
    }

    /** Sweeps now, on any machine. Rejects with an `ApplicationError`. */
    public async sweep(): Promise<void> {
        try {
            await this.tables.sweepNow();
        } catch (error) {
            throw toApplicationError(error);
        }
    }

    /**
     * Call it before `module.close()`. Waits for the next checkpoint of what runs, for at most `limitInMs` (default: ten
     * seconds), and up to three seconds more after its signals have fired. Other machines go on, at the latest when a lease
     * ends. Rejects only with a `RangeError`, where the limit is no number.
     */
    public async stop(limitInMs: number = defaultStopLimitInMs): Promise<void> {
        requireStopLimit(limitInMs);
        this.stopping ??= this.stopOnce(limitInMs);
        await this.stopping;
    }

    private async stopOnce(limitInMs: number): Promise<void> {
        const { lifecycle, report } = this.options;
        this.jobs.stop();
        const reported = async (work: Promise<unknown>): Promise<void> => {
            await work.catch(report);
        };
        const ended = Promise.all([
            reported(this.engine.stop()),
            reported(lifecycle.stop(limitInMs)),
            reported(this.heartbeat.stop())
        ])
            .then(async () => {
                if (this.engine.worker !== undefined) await reported(this.tables.forget(this.engine.worker));
            })
            .then(async () => await reported(this.release()));
        await within(Math.min(Math.max(limitInMs, 0) + waitAfterLimitInMs, maxTimerInMs), ended);
    }
}

function openedPoolOf({ source }: CheckedGraphileRunnerOptions): OpenedPool {
    try {
        return openedPool(source, statementOptions.timeoutInMs);
    } catch (error) {
        throw toApplicationError(error);
    }
}

/** A connection that breaks would otherwise end the process, or make the engine warn of a missing listener. */
function listeningTo({ rawPool, close }: OpenedPool): () => Promise<void> {
    const emitter = rawPool as unknown as EventEmitter;
    const onConnect = (client: EventEmitter): unknown => client.on("error", ignoreError);
    emitter.on("error", ignoreError);
    emitter.on("connect", onConnect);
    return async () => {
        emitter.removeListener("error", ignoreError);
        emitter.removeListener("connect", onConnect);
        await close();
    };
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
    let timeout: NodeJS.Timeout | undefined;
    const isOver = new Promise((resolve) => (timeout = setTimeout(resolve, milliseconds)));
    await Promise.race([work, isOver]);
    clearTimeout(timeout);
}
