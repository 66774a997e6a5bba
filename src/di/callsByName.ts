import type { RunningCalls } from "../application/RunningCalls";

const names = [
    "initiateIdentityDeletionProcess",
    "cancelIdentityDeletionProcess",
    "getActiveIdentityDeletionProcess",
    "getIdentityDeletionProcess",
    "getIdentityDeletionProcesses",
    "decideOpenProcess",
    "synchronize"
] as const;

/** One counter for each name that a host calls, made once for each module. */
export type CallsByName = Readonly<Record<(typeof names)[number], RunningCalls>>;

export function callsByName(calls: RunningCalls): CallsByName {
    return Object.fromEntries(names.map((name) => [name, calls.named(name)])) as CallsByName;
}
