/** What the processes of a race and the one that starts them say to each other. */

/** The last millisecond in which a cancellation is in time, and the first in which the deletion may begin. */
export interface Moments {
    readonly justBefore: string;
    readonly end: string;
}

export interface RaceCommand {
    /** The Identities that are raced for. */
    readonly addresses: readonly string[];
    readonly names: readonly string[];
    /** Who of the processes cancels the first; the next one cancels the second, and so on. */
    readonly firstCanceller: number;
    /** When all begin, in milliseconds of the epoch. */
    readonly at: number;
}

/** For each Identity: what the cancellation said, if it was this process's, and how often this process's claim has won and lost. */
export interface RaceAnswer {
    readonly cancelled: (string | null)[];
    readonly claims: number[];
    /** How often a write of any of them met a record that another had written meanwhile. */
    readonly collisions: number;
}

export const failsAlways = "What was claimed stays so until everybody has answered.";
