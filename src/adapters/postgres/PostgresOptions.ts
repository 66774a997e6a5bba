import { boolean, checkOptions, type OptionChecks, optional, wholeNumber, anything } from "../../domain/options";
import { checkedRetry, type Retry, type RetryOptions } from "../../domain/retry";
import { quotedSchema } from "./quotedSchema";

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
    /** How often a call is tried where that is safe. Default: 5 attempts, the first delay 20, the longest 1,000. */
    retry?: RetryOptions;
    /** No attempt begins later than this after the first one began. Default 5,000. */
    retryTimeoutInMs?: number;
    /** How long one statement may take before its connection is given up. Default 30,000. Migrations may take any time. */
    timeoutInMs?: number;
}

export interface CheckedPostgresOptions {
    /** The schema's name as it is. */
    readonly schema: string;
    /** The schema's name as an identifier in SQL. */
    readonly quotedSchema: string;
    readonly migrate: boolean;
    readonly retry: Retry;
    readonly retryTimeoutInMs: number;
    readonly timeoutInMs: number;
}

const defaultRetry: Retry = { attempts: 5, firstDelayInMs: 20, maxDelayInMs: 1_000 };
/** The longest that a timer can be set to. */
const maxTimeInMs = 2 ** 31 - 1;

const checks: OptionChecks<PostgresOptions> = {
    schema: anything,
    migrate: optional(boolean),
    retry: anything,
    retryTimeoutInMs: optional(wholeNumber(0, maxTimeInMs)),
    timeoutInMs: optional(wholeNumber(1, maxTimeInMs))
};

/** Throws a `TypeError` or `RangeError` that names the wrong option. */
export function checkedPostgresOptions(options: PostgresOptions = {}): CheckedPostgresOptions {
    checkOptions("The options of PostgresPersistence", options, checks);
    const { schema = "identity_deletion", migrate = true, retryTimeoutInMs = 5_000, timeoutInMs = 30_000 } = options;
    return {
        schema,
        quotedSchema: quotedSchema(schema),
        migrate,
        retry: checkedRetry("retry", options.retry, defaultRetry, { min: 0, max: maxTimeInMs }),
        retryTimeoutInMs,
        timeoutInMs
    };
}
