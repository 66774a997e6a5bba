import type { ActorScript } from "./World";

const hourInMs = 3_600_000;

/** How an actor's lifecycle is configured. */
export interface LifecycleSettings {
    readonly deleters: readonly string[];
    readonly attempts: number;
    readonly remindersInDays: readonly number[];
    readonly isNotifying: boolean;
    readonly leaseInMs: number;
    readonly delayInMs: number;
    readonly noticeInMs: number;
}

const usual: LifecycleSettings = {
    deleters: ["data"],
    attempts: 50,
    remindersInDays: [],
    isNotifying: false,
    leaseInMs: hourInMs / 2,
    delayInMs: 1000,
    noticeInMs: 24 * hourInMs
};

export function lifecycleOf({ lifecycle }: Pick<ActorScript, "lifecycle">): LifecycleSettings {
    return { ...usual, ...lifecycle };
}
