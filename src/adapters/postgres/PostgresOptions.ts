import { quotedSchema } from "./quotedSchema";

/** How often, and for how long, a call is tried again where that is safe. */
export interface PostgresRetryOptions {
    /** How many times a call is tried at most, the first time included. Default 5; 1: never again. */
    attempts?: number;
    /** The pause before the second attempt; each further pause is twice as long, and up to half of it is chance. Default 20. */
    pauseInMs?: number;
    /** No attempt begins later than this after the first one began. Default 5,000. */
    withinMs?: number;
}

export interface PostgresOptions {
    /**
     * The schema that holds the tables, taken literally: it is quoted, so `Tenant-7` is not `tenant-7`. At most 63 bytes.
     * Default `identity_deletion`. Each schema is a store of its own.
     */
    schema?: string;
    /**
     * Whether `open` creates the schema and brings its tables up to date where they are not. Default true. With `false`
     * it only checks that they are, as the role for work must.
     */
    migrate?: boolean;
    retry?: PostgresRetryOptions;
    /** How long one statement may take before its connection is given up. Default 30,000. Migrations may take any time. */
    timeoutInMs?: number;
}

export interface CheckedPostgresOptions {
    /** The schema's name as it is. */
    readonly schema: string;
    /** The schema's name as an identifier in SQL. */
    readonly quotedSchema: string;
    readonly migrate: boolean;
    readonly retry: Required<PostgresRetryOptions>;
    readonly timeoutInMs: number;
}

/** Throws a `TypeError` or `RangeError` that names the wrong option. */
export function checkedPostgresOptions(options: PostgresOptions = {}): CheckedPostgresOptions {
    const { schema = "identity_deletion", migrate = true, retry = {}, timeoutInMs = 30_000 } = options;
    const { attempts = 5, pauseInMs = 20, withinMs = 5_000 } = retry;
    if (typeof migrate !== "boolean") throw new TypeError("The option migrate must be true or false.");
    requireAtLeast("retry.attempts", attempts, 1);
    requireAtLeast("retry.pauseInMs", pauseInMs, 0);
    requireAtLeast("retry.withinMs", withinMs, 0);
    requireAtLeast("timeoutInMs", timeoutInMs, 1);
    return {
        schema,
        quotedSchema: quotedSchema(schema),
        migrate,
        retry: { attempts, pauseInMs, withinMs },
        timeoutInMs
    };
}

function requireAtLeast(option: string, value: unknown, minimum: number): void {
    if (!Number.isSafeInteger(value) || (value as number) < minimum) {
        throw new RangeError(`The option ${option} must be a whole number of at least ${minimum}.`);
    }
}
