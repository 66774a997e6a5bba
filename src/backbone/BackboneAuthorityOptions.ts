import { anything, boolean, callback, checkOptions, number, objectWith, optional, string } from "../domain/options";
import { checkedRetry, type Retry, type RetryOptions } from "../domain/retry";
import type { HostAbortSignal } from "../ports/HostAbortSignal";
import { CredentialsOf } from "./client/Credentials";
import type { AccessTokens } from "./client/TokenSource";
import { Fetch } from "./client/Fetch";
import { DatawalletSynchronizer } from "./DatawalletSynchronization";
import { Timeouts } from "./Timeouts";

/** Eleven days. Timers end at once where they are given more than twice that, and a delay may be that long. */
const maxTimeInMs = 1_000_000_000;

/** How a host reaches its Backbone. Times are at most eleven days. */
export interface BackboneAuthorityOptions {
    /** For example `https://backbone.example.org`; a path behind it is kept. `https` only, unless `allowUnencrypted`. */
    url: string;
    /** What this software is known by at the Backbone, the same for all its users. Needed where there are no `tokens`, as is the next. */
    clientId?: string;
    clientSecret?: string;
    /** The user name and password of an Identity's device. Asked each time a token is needed; kept nowhere. */
    credentialsOf?: CredentialsOf;
    /** For a host that logs in itself: where it has its access tokens. The three above are then not used. */
    tokens?: AccessTokens;
    /** Lets `url` be `http:`; passwords and tokens then go over the wire for all to read. Default: false. */
    allowUnencrypted?: boolean;
    /** Default: the one that Node and browsers have. */
    fetch?: Fetch;
    /** Ends what is being sent for any Identity, as closing the module does. For single calls: `IdentityScopeOptions`. */
    signal?: HostAbortSignal;
    /** How long one request may take, its answer included. Default: 10,000. */
    requestTimeoutInMs?: number;
    /**
     * How long after the end of a request whose answer was lost the Backbone may still receive it: only then is a list
     * trusted that does not show its effect. Default: 10,000. If it is too short, a process may start that this store does
     * not know until the next synchronisation.
     */
    lateArrivalInMs?: number;
    /** How long a command that another process of the operating system has in flight is waited for. Default: 1,000. */
    waitForOthersInMs?: number;
    /**
     * Only where the Backbone does not say what time it is there: how far the device's clock may be off for a process to be
     * recognised as this device's own. Default: five minutes.
     */
    clockToleranceInMs?: number;
    /** Longer answers are not read. Default: 16 MiB, which is more than a person can start in thirty days. */
    maxAnswerInBytes?: number;
    /**
     * How often, within one call, what can safely be sent again is. Where the Backbone asks for a longer delay than
     * `maxDelayInMs`, the call answers at once. Default: 4 attempts, delays of 200 ms to 5 s.
     */
    retry?: RetryOptions;
    /** The host's own synchronisation between devices, called in the background after each command that succeeded. */
    datawallet?: DatawalletSynchronizer;
    /** When it is tried again after a failure. Default: 8 attempts, delays of one second to five minutes. */
    datawalletRetry?: RetryOptions;
}

export interface CheckedBackboneOptions {
    readonly url: string;
    readonly timeouts: Timeouts;
    readonly maxAnswerInBytes: number;
    readonly retry: Retry;
    readonly datawalletRetry: Retry;
}

/** 16 MiB. */
export const defaultMaxAnswerInBytes = 16_777_216;

const timeout = optional(number(0, maxTimeInMs));
const delays = { min: 0, max: maxTimeInMs };
const defaultRetry = { attempts: 4, firstDelayInMs: 200, maxDelayInMs: 5_000 };
const defaultDatawalletRetry = { attempts: 8, firstDelayInMs: 1_000, maxDelayInMs: 300_000 };

/** Wrong wiring shows at once, in words that say what to do and never repeat a secret. Throws a `TypeError` or `RangeError`. */
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
