import type { Life } from "./Life";

export const millisecondsPerDay = 86_400_000;

/** What a record says of its process. */
export interface Properties {
    readonly id: string;
    readonly status: string;
    readonly createdAt?: string;
    readonly gracePeriodEndsAt?: string;
    readonly cancelledAt?: string;
}

/** One call of a deleter or of the notifier. */
export interface Attempt {
    readonly life: Life;
    readonly beganAt: number;
    endedAt?: number;
    succeeded?: boolean;
}

/** What has truly happened to one process, as the store and the host's own code have seen it. */
export interface Course {
    readonly processId: string;
    readonly address: string;
    readonly identityKey: string;
    readonly createdAt: number;
    readonly endsAt: number;
    status: string;
    /** Since when it has this status. */
    since: number;
    /** The last attempt of each deleter. */
    readonly deleters: Map<string, Attempt>;
    readonly succeeded: Set<string>;
    /** The deleters whose checkpoint is in the store. */
    done: readonly string[];
    /** The deleters that the store says it has to wait for. */
    promised: readonly string[];
    greatestFencing: number;
    /** When all deleters that were known then had first succeeded. */
    allDoneAt?: number;
    /** The last attempt for each reminder, by its days before the end, and the key that it had. */
    readonly reminders: Map<number, Attempt & { readonly key: string }>;
    reminded?: number;
    notice?: Attempt & { readonly key: string };
    noticeSucceeded: boolean;
}

/** Why a call must not be repeated now; undefined: it may. */
export function whyNotAgain(
    last: Attempt | undefined,
    life: Life,
    timeoutInMs: number
): "overlap" | "twice" | undefined {
    if (last === undefined) return undefined;
    const { beganAt, endedAt, succeeded } = last;
    if (endedAt === undefined) {
        if (last.life === life) return "overlap";
        return last.life.isOver || life.time.present - beganAt >= timeoutInMs ? undefined : "overlap";
    }
    if (succeeded !== true || endedAt - beganAt >= timeoutInMs) return undefined;
    return last.life.isOver || last.life.storeFailedAt >= endedAt ? undefined : "twice";
}

export function newCourse(properties: Properties, identityKey: string, address: string, life: Life): Course {
    return {
        processId: properties.id,
        address,
        identityKey,
        createdAt: Date.parse(properties.createdAt!),
        endsAt: Date.parse(properties.gracePeriodEndsAt!),
        status: properties.status,
        since: life.time.present,
        deleters: new Map(),
        succeeded: new Set(),
        done: [],
        promised: [],
        greatestFencing: 0,
        reminders: new Map(),
        noticeSucceeded: false
    };
}
