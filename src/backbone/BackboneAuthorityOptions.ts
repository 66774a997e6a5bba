import type { HostAbortSignal } from "../ports/HostAbortSignal";
import { CredentialsOf } from "./client/Credentials";
import { Fetch } from "./client/Fetch";
import { RepeatOptions } from "./client/Repeating";
import { DatawalletSynchronizer, SynchronizationRepeats } from "./DatawalletSynchronization";
import { Timeouts } from "./Timeouts";

/** Eleven days. Timers end at once where they are given more than twice that, and a pause may be that long. */
const longestTimeInMs = 1_000_000_000;

/** How a host reaches its Backbone. Times are at most eleven days. */
export interface BackboneAuthorityOptions {
    /** For example `https://backbone.example.org`; a path behind it is kept. `https` only, unless `allowUnencrypted`. */
    url: string;
    /** What this software is known by at the Backbone, whoever uses it. */
    clientId: string;
    clientSecret: string;
    /** The user name and password of an Identity's device. Asked each time a token is needed; kept nowhere. */
    credentialsOf: CredentialsOf;
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
     * believed that does not show its effect. Default: 10,000. Too short, and a process may start that nobody here knows
     * of until the next synchronisation.
     */
    lateArrivalInMs?: number;
    /** How long a command that another process of the operating system has in flight is waited for. Default: 1,000. */
    waitForOthersInMs?: number;
    /** How far the device's clock may be off for a process to be recognised as this device's own. Default: five minutes. */
    clockToleranceInMs?: number;
    /** Longer answers are not read. Default: 1 MiB. */
    longestAnswerInBytes?: number;
    /** How often, within one call, what can safely be sent again is. Default: 4 attempts, pauses of 200 ms to 5 s. */
    repeats?: Partial<RepeatOptions>;
    /** The host's own synchronisation between devices, called in the background after each command that succeeded. */
    datawallet?: DatawalletSynchronizer;
    /** How often it is tried after a failure. Default: 8 attempts, pauses of one second to five minutes. */
    datawalletRepeats?: Partial<SynchronizationRepeats>;
}

export interface CheckedBackboneOptions {
    readonly url: string;
    readonly timeouts: Timeouts;
    readonly longestAnswerInBytes: number;
    readonly repeats: RepeatOptions;
    readonly datawalletRepeats: SynchronizationRepeats;
}

/** Wrong wiring shows at once, in words that say what to do and never repeat a secret. Throws a `TypeError` or `RangeError`. */
export function checkedBackboneOptions(options: BackboneAuthorityOptions): CheckedBackboneOptions {
    for (const name of ["clientId", "clientSecret"] as const) {
        if (typeof options[name] !== "string") throw new TypeError(`The option ${name} must be a text.`);
    }
    if (typeof options.credentialsOf !== "function") {
        throw new TypeError("The option credentialsOf must be a function that gives a user name and a password.");
    }
    const number = (name: string, value: unknown, least: number): number => {
        if (typeof value !== "number" || !(value >= least && value <= longestTimeInMs)) {
            throw new RangeError(`The option ${name} must be a number from ${least} to ${longestTimeInMs}.`);
        }
        return value;
    };
    const { attempts = 4, firstPauseInMs = 200, longestPauseInMs = 5_000 } = options.repeats ?? {};
    const wallet = { attempts: 8, firstPauseInMs: 1_000, longestPauseInMs: 300_000, ...options.datawalletRepeats };
    return {
        url: checkedUrl(options),
        timeouts: {
            requestTimeoutInMs: number("requestTimeoutInMs", options.requestTimeoutInMs ?? 10_000, 1),
            lateArrivalInMs: number("lateArrivalInMs", options.lateArrivalInMs ?? 10_000, 0),
            waitForOthersInMs: number("waitForOthersInMs", options.waitForOthersInMs ?? 1_000, 0),
            clockToleranceInMs: number("clockToleranceInMs", options.clockToleranceInMs ?? 300_000, 0)
        },
        longestAnswerInBytes: number("longestAnswerInBytes", options.longestAnswerInBytes ?? 1_048_576, 1024),
        repeats: {
            attempts: number("repeats.attempts", attempts, 1),
            firstPauseInMs: number("repeats.firstPauseInMs", firstPauseInMs, 0),
            longestPauseInMs: number("repeats.longestPauseInMs", longestPauseInMs, 0)
        },
        datawalletRepeats: {
            attempts: number("datawalletRepeats.attempts", wallet.attempts, 1),
            firstPauseInMs: number("datawalletRepeats.firstPauseInMs", wallet.firstPauseInMs, 0),
            longestPauseInMs: number("datawalletRepeats.longestPauseInMs", wallet.longestPauseInMs, 0)
        }
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
