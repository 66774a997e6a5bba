// What a worker of a lifecycle writes, step by step.
import { type Deletion, type Entry, isOpen, type Process } from "./stored";

export interface Rules {
    readonly worker: string;
    readonly deleters: readonly string[];
    readonly leaseInMs: number;
    readonly delayInMs: number;
    readonly attempts: number;
    /** In milliseconds before the end, the earliest first. */
    readonly reminders: readonly number[];
    /** Whether a Backbone decides now. */
    readonly isElsewhere: boolean;
    /** For how long the final notice is tried. */
    readonly noticeInMs: number;
    readonly isNotifying: boolean;
}

const parkedDueAt = "9999-12-31T23:59:59.999Z";
const hourInMs = 3_600_000;

export class Worker {
    public constructor(
        private readonly rules: Rules,
        private readonly now: number,
        /** This alone decides whether a grace period is over. */
        private readonly begunAt: number
    ) {}

    private at(milliseconds: number): string {
        return new Date(this.now + milliseconds).toISOString();
    }

    private get lease(): string {
        return this.at(this.rules.leaseInMs);
    }

    /** What it writes of a record that was due, first of all. Absent: nothing. */
    public first(record: Entry): Entry {
        const process = record.data.process!;
        const { promised = [], done = [], attempts = 0, failures = [], reminded } = record.data.lifecycle ?? {};
        const { attempts: most, deleters, worker, isElsewhere } = this.rules;
        const isBackbones = record.data.authority !== undefined;
        const isBegun = !isBackbones && process.status === "Deleting" && promised.length > 0;
        const isOurs = !isBackbones && (!isElsewhere || isBegun);
        const isOver = process.gracePeriodEndsAt !== undefined && this.begunAt >= Date.parse(process.gracePeriodEndsAt);
        if (isOurs && process.status === "Active" && !isOver) return this.remindOrPlan(record, reminded, attempts);
        if (!(isOurs && isOpen(process)) && process.status !== "Deleted") {
            return { ...record, dueAt: isOpen(process) && !isBackbones ? this.at(hourInMs) : null };
        }
        const isNew = deleters.some((name) => !promised.includes(name));
        const isDone = deleters.every((name) => done.includes(name)) && promised.every((name) => done.includes(name));
        if (!isNew && attempts >= most && !isDone) return this.parked(record, { failures, attempts });
        const required = [...promised, ...deleters.filter((name) => !promised.includes(name))];
        const isFirst = promised.length === 0;
        const claim: Deletion = {
            worker,
            attempts: isNew ? 1 : attempts + 1,
            promised: required,
            ...(isFirst ? { failures: [], reminded: undefined } : {})
        };
        const claimed = changed(record, claim, this.lease);
        return process.status === "Active" ? withProcess(claimed, { ...process, status: "Deleting" }) : claimed;
    }

    private remindOrPlan(record: Entry, reminded: number | undefined, attempts: number): Entry {
        if (this.reminderNow(record, reminded) === undefined) {
            return changed(record, { worker: undefined }, this.nextDate(record));
        }
        const end = record.data.process!.gracePeriodEndsAt!;
        const dueAt = this.lease < end ? this.lease : end;
        return changed(record, { worker: this.rules.worker, attempts: attempts + 1 }, dueAt);
    }

    /** The latest that is due, in days before the end, unless it or a later one was sent. */
    public reminderNow(record: Entry, reminded: number | undefined): number | undefined {
        if (!this.rules.isNotifying) return undefined;
        const due = this.moments(record).filter((moment) => moment <= this.now);
        const latest = due.at(-1);
        if (latest === undefined) return undefined;
        const days = (Date.parse(record.data.process!.gracePeriodEndsAt!) - latest) / (24 * hourInMs);
        return reminded !== undefined && reminded <= days ? undefined : days;
    }

    private moments({ data: { process } }: Entry): number[] {
        if (process?.gracePeriodEndsAt === undefined) return [];
        const end = Date.parse(process.gracePeriodEndsAt);
        const creation = process.createdAt === undefined ? -Infinity : Date.parse(process.createdAt);
        return this.rules.reminders.map((each) => end - each).filter((moment) => moment > creation);
    }

    private nextDate(record: Entry): string | null {
        const next = this.moments(record).find((moment) => moment > this.now);
        return next === undefined ? (record.data.process!.gracePeriodEndsAt ?? null) : new Date(next).toISOString();
    }

    public reminded(record: Entry, days: number, failure: string | undefined): Entry {
        const next = this.nextDate(record);
        if (failure === undefined) {
            return changed(record, { worker: undefined, attempts: 0, reminded: days, failures: [] }, next);
        }
        const again = this.at(this.rules.delayInMs);
        const isNext = next !== null && next <= again;
        const attempts = isNext ? 0 : record.data.lifecycle!.attempts;
        const change = { worker: undefined, attempts, failures: [{ reason: failure }] };
        return changed(record, change, isNext ? next : again);
    }

    public parked(record: Entry, why: Deletion): Entry {
        return changed(record, { ...why, worker: undefined, parkedAt: this.at(0) }, parkedDueAt);
    }

    /** A checkpoint, which renews the lease. */
    public deleted(record: Entry, deleter: string): Entry {
        const { done = [], failures = [], promised = [], allDoneAt } = record.data.lifecycle!;
        const all = [...done, deleter];
        const isLast = [...this.rules.deleters, ...promised].every((name) => all.includes(name));
        const rest = failures.filter((failure) => failure.deleter !== deleter);
        const moment = isLast ? (allDoneAt ?? this.at(0)) : undefined;
        return changed(record, { done: all, failures: rest, attempts: 0, allDoneAt: moment }, this.lease);
    }

    /** Another deleter is still to be run. */
    public noted(record: Entry, failures: Deletion["failures"]): Entry {
        return changed(record, { failures }, this.lease);
    }

    public allDone(record: Entry): Entry {
        return changed(record, { allDoneAt: this.at(0) }, this.lease);
    }

    /** No deleter is left to be run this time, and some have failed. */
    public postponed(record: Entry, failures: Deletion["failures"]): Entry {
        const attempts = Math.max(1, record.data.lifecycle!.attempts ?? 0);
        if (attempts >= this.rules.attempts) return this.parked(record, { failures, attempts });
        return changed(record, { failures, attempts, worker: undefined }, this.at(this.rules.delayInMs));
    }

    public completionFailed(record: Entry, reason: string): Entry {
        const attempts = (record.data.lifecycle!.completionFailure?.attempts ?? 0) + 1;
        const completionFailure = { attempts, reason };
        if (attempts >= this.rules.attempts) return this.parked(record, { completionFailure, attempts });
        return changed(record, { completionFailure, worker: undefined }, this.at(this.rules.delayInMs));
    }

    public noticeFailed(record: Entry, reason: string): Entry {
        const { attempts = 0, allDoneAt } = record.data.lifecycle!;
        const [again, last] = [
            this.at(this.rules.delayInMs),
            new Date(Date.parse(allDoneAt!) + this.rules.noticeInMs).toISOString()
        ];
        const change = {
            worker: undefined,
            attempts: Math.max(1, attempts),
            failures: [{ reason }],
            completionFailure: undefined
        };
        return changed(record, change, again < last ? again : last);
    }

    /** By an operator: due now, as often as at first. What is due already keeps its place. */
    public retried(record: Entry): Entry {
        const { completionFailure } = record.data.lifecycle!;
        const change: Deletion = {
            attempts: 0,
            parkedAt: undefined,
            worker: undefined,
            completionFailure: completionFailure && { ...completionFailure, attempts: 0 }
        };
        const isDue = record.dueAt !== null && Date.parse(record.dueAt) <= this.now;
        return changed(record, change, isDue ? record.dueAt : this.at(0));
    }

    /** It is being stopped: the next worker goes on at once. */
    public released(record: Entry): Entry {
        const attempts = Math.max(0, (record.data.lifecycle!.attempts ?? 0) - 1);
        return changed(record, { worker: undefined, attempts }, this.at(0));
    }
}

/** Nothing that names anyone. */
export function tombstone({ key, data }: Entry): Entry {
    const { authority, unlisted, process } = data;
    return { key, dueAt: null, data: { authority, unlisted, process: { id: process!.id, status: "Deleted" } } };
}

function changed(record: Entry, change: Deletion, dueAt: string | null): Entry {
    return { ...record, dueAt, data: { ...record.data, lifecycle: { ...record.data.lifecycle, ...change } } };
}

function withProcess(record: Entry, process: Process): Entry {
    return { ...record, data: { ...record.data, process } };
}
