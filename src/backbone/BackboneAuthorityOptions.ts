import { anything, boolean, callback, checkOptions, number, objectWith, optional, string } from "../domain/options";
import { checkedRetry, type Retry, type RetryOptions } from "../domain/retry";
import type { HostAbortSignal } from "../ports/HostAbortSignal";
import { CredentialsOf } from "./client/Credentials";
import type { AccessTokens } from "./client/TokenSource";
import { Fetch } from "./client/Fetch";
import { DatawalletSynchronizer } from "./DatawalletSynchronization";
import { Timeouts } from "./Timeouts";

/** Eleven days: timers end at once beyond twice that, and a delay may be so long. */
const maxTimeInMs = 1_000_000_000;

/** Times are at most eleven days. */
export interface BackboneAuthorityOptions {
    /** For example `https://backbone.example.org`; a path is kept. `https` only, unless `allowUnencrypted`. */
    url: string;
    /** The software's own, the same for all its users. Required without `tokens`, as are the next two. */
    clientId?: string;
    clientSecret?: string;
    /** The user name and password of an Identity's device. Asked each time a token is needed; kept nowhere. */
    credentialsOf?: CredentialsOf;
    /** For a host that logs in itself, instead of the three above. */
    tokens?: AccessTokens;
    /** Allows `http:`, which sends passwords and tokens readable. Default: false. */
    allowUnencrypted?: boolean;
    /** Default: `globalThis.fetch`. */
    fetch?: Fetch;
    /** Ends requests for all Identities, as closing the module does. For single calls: `IdentityScopeOptions`. */
    signal?: HostAbortSignal;
    /** For one request with its answer. Default: 10,000. */
    requestTimeoutInMs?: number;
    /**
     * How long after the end of a request whose answer was lost the Backbone may still receive it. Default: 10,000. If it is
     * too short, a process may start that this store does not know until the next synchronisation.
     */
    lateArrivalInMs?: number;
    /** How long to wait for a command that another process of the operating system has in flight. Default: 1,000. */
    waitForOthersInMs?: number;
    /** Tolerated error of the device's clock, while the Backbone does not tell its time. Default: five minutes. */
    clockToleranceInMs?: number;
    /** Longer answers are not read. Default: 16 MiB, which is more than a person can start in thirty days. */
    maxAnswerInBytes?: number;
    /** Within one call, which ends at a longer requested delay. Default: 4 attempts, delays of 200 ms to 5 s. */
    retry?: RetryOptions;
    /** Called in the background after each command that succeeded. */
    datawallet?: DatawalletSynchronizer;
    /** Default: 8 attempts, delays of one second to five minutes. */
    datawalletRetry?: RetryOptions;
}

export interface CheckedBackboneOptions {
    readonly url: string;
    readonly timeouts: Timeouts;
    readonly maxAnswerInBytes: number;
    readonly retry: Retry;
    readonly datawalletRetry: Retry;
}

export const defaultMaxAnswerInBytes = 16_777_216;

const timeout = optional(number(0, maxTimeInMs));
const delays = { min: 0, max: maxTimeInMs };
const defaultRetry = { attempts: 4, firstDelayInMs: 200, maxDelayInMs: 5_000 };
const defaultDatawalletRetry = { attempts: 8, firstDelayInMs: 1_000, maxDelayInMs: 300_000 };

/** Throws a `TypeError` or `RangeError` that never contains a secret. */
export function checkedBackboneOptions(options: BackboneAuthorityOptions): CheckedBackboneOptions {
    checkOptions<BackboneAuthorityOptions>("The options of BackboneAuthority.connect", options, {
        url: string,
        clientId: options.tokens === undefined ? string : optional(string),
        clientSecret: options.tokens === undefined ? string : optional(string),
        credentialsOf: options.tokens === undefined ? callback : optional(callback),
        tokens: optional(objectWith("tokenOf", "forget", "refuse")),
        allowUnencrypted: optional(boolean),
        fetch: optional(callback),
        signal: optional(objectWith("addEventListener")),
        requestTimeoutInMs: optional(number(1, maxTimeInMs)),
        lateArrivalInMs: timeout,
        waitForOthersInMs: timeout,
        clockToleranceInMs: timeout,
        maxAnswerInBytes: optional(number(1024, maxTimeInMs)),
        retry: anything,
        datawallet: optional(objectWith("synchronize")),
        datawalletRetry: anything
    });
    const { requestTimeoutInMs = 10_000, lateArrivalInMs = 10_000, waitForOthersInMs = 1_000 } = options;
    const { clockToleranceInMs = 300_000, maxAnswerInBytes = defaultMaxAnswerInBytes } = options;
    return {
        url: checkedUrl(options),
        timeouts: { requestTimeoutInMs, lateArrivalInMs, waitForOthersInMs, clockToleranceInMs },
        maxAnswerInBytes,
        retry: checkedRetry("retry", options.retry, defaultRetry, delays),
        datawalletRetry: checkedRetry("datawalletRetry", options.datawalletRetry, defaultDatawalletRetry, delays)
    };
}

function checkedUrl({ url, allowUnencrypted = false }: BackboneAuthorityOptions): string {
    let parsed: URL;
    try {
        parsed = new URL(url);
    } catch {
        throw new TypeError(
            "The option url must be the address of a Backbone, for example https://backbone.example.org."
        );
    }
    if (parsed.protocol !== "https:" && !(allowUnencrypted && parsed.protocol === "http:")) {
        throw new TypeError("The option url must begin with https:, or with http: where allowUnencrypted is true.");
    }
    if (parsed.username !== "" || parsed.password !== "" || parsed.search !== "" || parsed.hash !== "") {
        throw new TypeError("The option url must hold neither credentials nor a query nor a fragment.");
    }
    return parsed.origin + parsed.pathname.replace(/\/+$/, "");
}
