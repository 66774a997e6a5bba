import type { PostgresPool, PostgresPoolConfig } from "../adapters/postgres";
import { quotedSchema } from "../adapters/postgres/quotedSchema";
import { quietly } from "../application/quietly";
import type { Lifecycle } from "../lifecycle";

/** What a host gives the runner. Every machine is given the same, but for `onError`. */
export interface GraphileRunnerOptions {
    /** The lifecycle of a module over a store that all the machines share. */
    lifecycle: Pick<Lifecycle, "findDue" | "run" | "stop">;
    /**
     * Where the jobs are: a pool of `pg`, which the runner leaves open, or how to connect, for a pool of the runner's own. It
     * may be the store's database or another. Of a pool of the host's it takes `batchesAtOnce` + 2 connections, one of
     * them for as long as it runs.
     */
    database: PostgresPool | PostgresPoolConfig | string;
    /** The schema that holds the jobs, taken literally. Default `identity_deletion_jobs`: then nobody else's are in it. */
    schema?: string;
    /** How many processes one job is about. At most 10,000. Default 100. */
    batchSize?: number;
    /** How many jobs one sweep makes at most; the last of them asks for the next sweep. At most 1,000. Default 50. */
    batchesPerSweep?: number;
    /** How many jobs this machine works on at once, each with the lifecycle's own `concurrency`. At most 100. Default 2. */
    batchesAtOnce?: number;
    /** How often somebody looks for what is due. Default: one minute. */
    sweepIntervalInMs?: number;
    /** How often this machine says that it lives. Default: ten seconds. */
    heartbeatIntervalInMs?: number;
    /**
     * A machine that has not said so for this long is taken for dead, and its jobs go to others. At least twice the interval
     * of the heartbeat; default: six times that. One that was only slow does no harm.
     */
    deadAfterInMs?: number;
    /**
     * Told of what fails beside the deletions themselves: the store or the job tables cannot be reached, for example. It is
     * tried again whatever this does. What it throws is ignored.
     */
    onError?: (error: unknown) => void;
}

export interface CheckedGraphileRunnerOptions {
    readonly lifecycle: GraphileRunnerOptions["lifecycle"];
    readonly source: { readonly pool: PostgresPool } | { readonly config: PostgresPoolConfig };
    readonly schema: string;
    /** The schema's name as an identifier in SQL. */
    readonly quotedSchema: string;
    readonly batchSize: number;
    readonly batchesPerSweep: number;
    readonly batchesAtOnce: number;
    readonly sweepIntervalInMs: number;
    readonly heartbeatIntervalInMs: number;
    readonly deadAfterInMs: number;
    /** Never throws. */
    readonly report: (error: unknown) => void;
}

const knownOptions: readonly string[] = [
    "lifecycle",
    "database",
    "schema",
    "batchSize",
    "batchesPerSweep",
    "batchesAtOnce",
    "sweepIntervalInMs",
    "heartbeatIntervalInMs",
    "deadAfterInMs",
    "onError"
] satisfies (keyof GraphileRunnerOptions)[];

const longestInMs = 2_147_483_647;

/** Throws a `TypeError` or `RangeError` that names the wrong option. */
export function checkedGraphileRunnerOptions(options: GraphileRunnerOptions): CheckedGraphileRunnerOptions {
    if (typeof options !== "object" || options === null) throw new TypeError("The options must be an object.");
    const unknown = Object.keys(options).find((name) => !knownOptions.includes(name));
    if (unknown !== undefined) {
        throw new TypeError(`There is no option "${unknown}"; there are: ${knownOptions.join(", ")}.`);
    }
    const { lifecycle, database, schema = "identity_deletion_jobs", onError } = options;
    for (const method of ["findDue", "run", "stop"] as const) {
        if (typeof lifecycle?.[method] !== "function") throw new TypeError(`The lifecycle has no method ${method}.`);
    }
    if (onError !== undefined && typeof onError !== "function") throw new TypeError("onError must be a function.");
    const { heartbeatIntervalInMs = 10_000 } = options;
    requireWhole("heartbeatIntervalInMs", heartbeatIntervalInMs, 1, longestInMs);
    const { deadAfterInMs = Math.min(longestInMs, 6 * heartbeatIntervalInMs) } = options;
    requireWhole("deadAfterInMs", deadAfterInMs, 2 * heartbeatIntervalInMs, longestInMs);
    const { batchSize = 100, batchesPerSweep = 50, batchesAtOnce = 2, sweepIntervalInMs = 60_000 } = options;
    requireWhole("batchSize", batchSize, 1, 10_000);
    requireWhole("batchesPerSweep", batchesPerSweep, 1, 1_000);
    requireWhole("batchesAtOnce", batchesAtOnce, 1, 100);
    requireWhole("sweepIntervalInMs", sweepIntervalInMs, 1, longestInMs);
    return {
        lifecycle,
        source: sourceOf(database, batchesAtOnce + 3),
        schema,
        quotedSchema: quotedSchema(schema),
        batchSize,
        batchesPerSweep,
        batchesAtOnce,
        sweepIntervalInMs,
        heartbeatIntervalInMs,
        deadAfterInMs,
        report: (error) => quietly(() => onError?.(error))
    };
}

function sourceOf(database: unknown, connections: number): CheckedGraphileRunnerOptions["source"] {
    if (typeof database === "string") return { config: { max: connections, connectionString: database } };
    if (typeof database !== "object" || database === null) {
        throw new TypeError("The option database must be a pool of pg, its configuration, or a connection string.");
    }
    if (typeof (database as Partial<PostgresPool>).connect === "function") return { pool: database as PostgresPool };
    return { config: { max: connections, ...(database as PostgresPoolConfig) } };
}

function requireWhole(option: string, value: unknown, least: number, most: number): void {
    if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
    throw new RangeError(`The option ${option} must be a whole number of at least ${least} and at most ${most}.`);
}
