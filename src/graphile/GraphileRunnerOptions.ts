import type { PostgresPool, PostgresPoolConfig } from "../adapters/postgres";
import type { PoolSource } from "../adapters/postgres/openedPool";
import { quotedSchema } from "../adapters/postgres/quotedSchema";
import { ignoreErrors } from "../application/ignoreErrors";
import { callback, checkOptions, objectWith, optional, optionThat, string, wholeNumber } from "../domain/options";
import { maxTimerInMs } from "../domain/retry";
import type { Lifecycle } from "../lifecycle";

/** The same on every machine, except for `onError`. */
export interface GraphileRunnerOptions {
    /** Over a store that all the machines share. */
    lifecycle: Pick<Lifecycle, "findDue" | "run" | "stop">;
    /** A pool of `pg`, left open, or how to connect. Takes `concurrentBatches` + 2 connections, one of them all the time. */
    database: PostgresPool | PostgresPoolConfig | string;
    /** Taken literally. Default: `identity_deletion_jobs`. */
    schema?: string;
    /** Processes in one job. At most 10,000. Default: 100. */
    batchSize?: number;
    /** The last of them asks for the next sweep. At most 1,000. Default: 50. */
    maxBatchesPerSweep?: number;
    /** Jobs of this machine, each with the lifecycle's own `concurrency`. At most 100. Default: 2. */
    concurrentBatches?: number;
    /** Default: one minute. */
    sweepIntervalInMs?: number;
    /** Default: ten seconds. */
    heartbeatIntervalInMs?: number;
    /** A machine whose last one is older is taken for dead. At least twice the interval; default: six times. */
    heartbeatTimeoutInMs?: number;
    /** Of failures outside the deletions, such as an unreachable database; they are tried again. May throw. */
    onError?: (error: unknown) => void;
}

export interface CheckedGraphileRunnerOptions extends Required<Omit<GraphileRunnerOptions, "database" | "onError">> {
    readonly source: PoolSource;
    readonly quotedSchema: string;
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

function sourceOf(database: GraphileRunnerOptions["database"], connections: number): PoolSource {
    if (typeof database === "string") return { config: { max: connections, connectionString: database } };
    if (typeof (database as Partial<PostgresPool>).connect === "function") return { pool: database as PostgresPool };
    return { config: { max: connections, ...(database as PostgresPoolConfig) } };
}
