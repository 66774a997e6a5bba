import { boolean, checkOptions, type OptionChecks, optional, wholeNumber, anything } from "../../domain/options";
import { checkedRetry, maxTimerInMs, type Retry, type RetryOptions } from "../../domain/retry";
import { quotedSchema } from "./quotedSchema";

export interface PostgresOptions {
    /** Taken literally, quoted; at most 63 bytes. Each schema is a store of its own. Default `identity_deletion`. */
    schema?: string;
    /** Whether `open` creates the schema and updates its tables; with `false` it only checks them. Default true. */
    migrate?: boolean;
    /** How often a call is tried where that is safe. Default: 5 attempts, the first delay 20, the maximum 1,000. */
    retry?: RetryOptions;
    /** No attempt begins later than this after the first one began. Default 5,000. */
    retryTimeoutInMs?: number;
    /** How long one statement may take before its connection is given up. Default 30,000. Migrations may take any time. */
    timeoutInMs?: number;
}

export interface CheckedPostgresOptions extends Required<PostgresOptions> {
    readonly quotedSchema: string;
    readonly retry: Retry;
}

const defaultRetry: Retry = { attempts: 5, firstDelayInMs: 20, maxDelayInMs: 1_000 };

const checks: OptionChecks<PostgresOptions> = {
    schema: anything,
    migrate: optional(boolean),
    retry: anything,
    retryTimeoutInMs: optional(wholeNumber(0, maxTimerInMs)),
    timeoutInMs: optional(wholeNumber(1, maxTimerInMs))
};

export function checkedPostgresOptions(options: PostgresOptions = {}): CheckedPostgresOptions {
    checkOptions("The options of PostgresPersistence", options, checks);
    const { schema = "identity_deletion", migrate = true, retryTimeoutInMs = 5_000, timeoutInMs = 30_000 } = options;
    return {
        schema,
        quotedSchema: quotedSchema(schema),
        migrate,
        retry: checkedRetry("retry", options.retry, defaultRetry, { min: 0, max: maxTimerInMs }),
        retryTimeoutInMs,
        timeoutInMs
    };
}
