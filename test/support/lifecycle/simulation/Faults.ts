/** What an engine may do wrong. */
export type Rule =
    /** Claimed or deleted before the end of the grace period. */
    | "early"
    /** Deleted what was cancelled, or cancelled what was being deleted. */
    | "cancelledAndDeleted"
    /** A deleter was begun again without need, or a deletion completed twice. */
    | "twice"
    /** Two attempts of one deleter ran at the same time without need. */
    | "overlap"
    /** A deleter was begun before one that it depends on was done. */
    | "order"
    /** A later attempt had no greater fencing number. */
    | "fencing"
    /** Called deleted, or left, while a deleter has not succeeded. */
    | "notAtAll"
    /** Two keys for one reminder, or one key for two. */
    | "reminderKeys"
    /** Outside of the time that is its own, for somebody who has cancelled, or not the latest due one. */
    | "reminderWindow"
    | "reminderTwice"
    | "reminderMissing"
    /** The final notice came before the last deleter was done, or not at all. */
    | "finalNotice"
    /** Something left in the store names the deleted person. */
    | "names"
    /** Other records of a deleted Identity. */
    | "leftBehind"
    /** A status that cannot follow the one before. */
    | "transition"
    /** A person was told what is not so. */
    | "answer";

export interface Fault {
    readonly rule: Rule;
    readonly text: string;
}

const maxKept = 20;

/** Engines swallow what is thrown at them: so what they do wrong is written down. */
export class Faults {
    public readonly found: Fault[] = [];

    public add(rule: Rule, text: string): void {
        if (this.found.length < maxKept) this.found.push({ rule, text });
    }

    public require(isSo: boolean, rule: Rule, text: () => string): void {
        if (!isSo) this.add(rule, text());
    }
}
