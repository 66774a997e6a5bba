import type { PostgresPool, PostgresPoolConfig } from "../adapters/postgres";
import { quotedSchema } from "../adapters/postgres/quotedSchema";
import { ignoreErrors } from "../application/ignoreErrors";
import { callback, checkOptions, objectWith, optional, optionThat, string, wholeNumber } from "../domain/options";
import type { Lifecycle } from "../lifecycle";
import { maxTimerInMs } from "../lifecycle/options/Timer";

/** The same on every machine, except for `onError`. */
export interface GraphileRunnerOptions {
    /** The lifecycle of a module over a store that all the machines share. */
    lifecycle: Pick<Lifecycle, "findDue" | "run" | "stop">;
    /**
     * Where the jobs are: a pool of `pg`, which the runner leaves open, or how to connect, for a pool of the runner's own. It
     * may be the store's database or another. Of a pool of the host's it takes `concurrentBatches` + 2 connections, one of
     * them for as long as it runs.
     */
    database: PostgresPool | PostgresPoolConfig | string;
    /** The schema that holds the jobs, taken literally. Default: `identity_deletion_jobs`. */
    schema?: string;
    /** How many processes one job has. At most 10,000. Default 100. */
    batchSize?: number;
    /** How many jobs one sweep makes at most; the last of them asks for the next sweep. At most 1,000. Default 50. */
    maxBatchesPerSweep?: number;
    /** How many jobs this machine works on at once, each with the lifecycle's own `concurrency`. At most 100. Default 2. */
    concurrentBatches?: number;
    /** How often a job looks for what is due. Default: one minute. */
    sweepIntervalInMs?: number;
    /** Default: ten seconds. */
    heartbeatIntervalInMs?: number;
    /**
     * A machine whose last heartbeat is older than this is taken for dead, and its jobs go to others. At least twice the
     * interval of the heartbeat; default: six times that. One that was only slow does no harm.
     */
    heartbeatTimeoutInMs?: number;
    /**
     * Is told of failures outside the deletions, for example where the store or the job tables cannot be reached. They are
     * tried again. What it throws is ignored.
     */
    onError?: (error: unknown) => void;
}

export interface CheckedGraphileRunnerOptions {
    readonly lifecycle: GraphileRunnerOptions["lifecycle"];
    readonly source: { readonly pool: PostgresPool } | { readonly config: PostgresPoolConfig };
    readonly schema: string;
    readonly quotedSchema: string;
    readonly batchSize: number;
    readonly maxBatchesPerSweep: number;
    readonly concurrentBatches: number;
    readonly sweepIntervalInMs: number;
    readonly heartbeatIntervalInMs: number;
    readonly heartbeatTimeoutInMs: number;
    /** Never throws. */
    readonly report: (error: unknown) => void;
}

const defaultHeartbeatIntervalInMs = 10_000;

export function checkedGraphileRunnerOptions(options: GraphileRunnerOptions): CheckedGraphileRunnerOptions {
    checkOptions<GraphileRunnerOptions>("The options of GraphileRunner", options, {
        lifecycle: objectWith("findDue", "run", "stop"),
        database: optionThat(
            "be a pool of pg, its configuration, or a connection string",
            (value) => typeof value === "string" || (typeof value === "object" && value !== null)
        ),
        schema: optional(string),
        batchSize: optional(wholeNumber(1, 10_000)),
        maxBatchesPerSweep: optional(wholeNumber(1, 1_000)),
        concurrentBatches: optional(wholeNumber(1, 100)),
        sweepIntervalInMs: optional(wholeNumber(1, maxTimerInMs)),
        heartbeatIntervalInMs: optional(wholeNumber(1, maxTimerInMs)),
        heartbeatTimeoutInMs: optional((value, name) =>
            wholeNumber(2 * (options.heartbeatIntervalInMs ?? defaultHeartbeatIntervalInMs), maxTimerInMs)(value, name)
        ),
        onError: optional(callback)
    });
    const { lifecycle, database, schema = "identity_deletion_jobs", onError } = options;
    const { heartbeatIntervalInMs = defaultHeartbeatIntervalInMs } = options;
    const { heartbeatTimeoutInMs = Math.min(maxTimerInMs, 6 * heartbeatIntervalInMs) } = options;
    const { batchSize = 100, maxBatchesPerSweep = 50, concurrentBatches = 2, sweepIntervalInMs = 60_000 } = options;
    return {
        lifecycle,
        source: sourceOf(database, concurrentBatches + 3),
        schema,
        quotedSchema: quotedSchema(schema),
        batchSize,
        maxBatchesPerSweep,
        concurrentBatches,
        sweepIntervalInMs,
        heartbeatIntervalInMs,
        heartbeatTimeoutInMs,
        report: (error) => ignoreErrors(() => onError?.(error))
    };
}

function sourceOf(
    database: GraphileRunnerOptions["database"],
    connections: number
): CheckedGraphileRunnerOptions["source"] {
    if (typeof database === "string") return { config: { max: connections, connectionString: database } };
    if (typeof (database as Partial<PostgresPool>).connect === "function") return { pool: database as PostgresPool };
    return { config: { max: connections, ...(database as PostgresPoolConfig) } };
}
