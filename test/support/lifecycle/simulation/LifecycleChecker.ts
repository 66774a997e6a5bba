import type { StoredRecord } from "../../../../src";
import type { DeletionContext, FinalNotice, Reminder } from "../../../../src/lifecycle";
import { newCourse, type Attempt, type Course, type Properties } from "./Course";
import { DeletionRules } from "./DeletionRules";
import { Digest } from "./Digest";
import { Faults } from "./Faults";
import type { Life } from "./Life";
import { ReminderRules, type Outage } from "./ReminderRules";
import { jsonOf } from "../../../../src/domain/record/StoredRecord";

export interface CheckerOptions {
    readonly timeoutInMs: number;
    readonly remindersInDaysBeforeEnd: readonly number[];
    readonly dependencies: ReadonlyMap<string, readonly string[]>;
    readonly outages: readonly Outage[];
}

const nextStatuses = new Map([
    ["Active", ["Active", "Cancelled", "Deleting"]],
    ["Cancelled", ["Cancelled"]],
    ["Deleting", ["Deleting", "Deleted"]],
    ["Deleted", []]
]);

/**
 * Watches a lifecycle from outside: what is written to the store, in the order in which it happens there, and every call of
 * a deleter or of the notifier. Knows nothing of how the lifecycle works but the names of what it keeps in a record.
 */
export class LifecycleChecker {
    public readonly faults = new Faults();
    public readonly digest = new Digest();

    private readonly courses = new Map<string, Course>();
    private readonly byAddress = new Map<string, Course[]>();
    private readonly keysOf = new Map<string, Set<string>>();
    private readonly reminders: ReminderRules;
    private readonly deletions: DeletionRules;

    public constructor({ timeoutInMs, remindersInDaysBeforeEnd, dependencies, outages }: CheckerOptions) {
        this.reminders = new ReminderRules(this.faults, remindersInDaysBeforeEnd, timeoutInMs, outages);
        this.deletions = new DeletionRules(this.faults, timeoutInMs, dependencies);
    }

    public courseOf(processId: string): Course | undefined {
        return this.courses.get(processId);
    }

    public coursesOf(address: string): readonly Course[] {
        return this.byAddress.get(address) ?? [];
    }

    public get all(): readonly Course[] {
        return [...this.courses.values()];
    }

    /** Everything is over, and this is what the store has. */
    public conclude(records: readonly StoredRecord[]): void {
        const statuses = new Map(records.map((record) => [propertiesOf(record).id, record]));
        for (const record of records) this.requireNamesNoDeleted(record);
        for (const course of this.courses.values()) {
            const { processId, status, identityKey } = course;
            const record = statuses.get(processId);
            const isOver = status === "Cancelled" || status === "Deleted";
            this.faults.require(isOver, "notAtAll", () => `${processId} is ${status} in the end`);
            if (status === "Deleted") this.deletions.requireTombstone(course, record);
            else if (record === undefined) this.requireGone(course);
            else
                this.faults.require(
                    propertiesOf(record).status === status,
                    "transition",
                    () => `${processId} is not ${status}`
                );
            if (status === "Deleted") {
                const others = this.keysOf.get(identityKey)!.size - 1;
                this.faults.require(others === 0, "leftBehind", () => `${processId}: ${others} other records`);
            }
        }
    }

    /** Nor may anybody else's record name a deleted person. */
    private requireNamesNoDeleted(record: StoredRecord): void {
        for (const [address] of JSON.stringify(record).matchAll(/did:e:[^"\s]+/g)) {
            const isDeleted = this.coursesOf(address).some(({ status }) => status === "Deleted");
            this.faults.require(!isDeleted, "names", () => `${address} is in ${JSON.stringify(record)}`);
        }
    }

    private requireGone({ address, processId }: Course): void {
        const isDeleted = this.coursesOf(address).some(({ status }) => status === "Deleted");
        this.faults.require(isDeleted, "transition", () => `${processId} is lost, and nobody is deleted`);
    }

    /** A worker asks for this write; it may still fail. */
    public asked(life: Life, record: StoredRecord): void {
        const { id, status } = propertiesOf(record);
        const course = this.courses.get(id);
        if (status === "Deleting" && course?.status === "Active") this.deletions.claims(course, life);
    }

    public inserted(life: Life, record: StoredRecord): void {
        const properties = propertiesOf(record);
        if (jsonOf(record.data).process === undefined) return;
        this.digest.add(life, `insert ${properties.id}`);
        const { identityKey, key, data } = record;
        const keys = this.keysOf.get(identityKey) ?? new Set();
        this.keysOf.set(identityKey, keys.add(key));
        const course = newCourse(properties, identityKey, jsonOf(data).address as string, life);
        this.courses.set(course.processId, course);
        this.byAddress.set(course.address, [...this.coursesOf(course.address), course]);
    }

    public updated(life: Life, record: StoredRecord): void {
        const { id, status, cancelledAt } = propertiesOf(record);
        const course = this.courses.get(id)!;
        const before = course.status;
        this.digest.add(life, `update ${id} ${status} ${record.dueAt}`);
        if (nextStatuses.get(before)?.includes(status) !== true) {
            const isBoth = [before, status].includes("Cancelled");
            const rule = isBoth ? "cancelledAndDeleted" : before === "Deleted" ? "twice" : "transition";
            this.faults.add(rule, `${id}: ${before} → ${status} by ${life.name}`);
        }
        if (status === "Cancelled" && before === "Active") {
            const inTime = Date.parse(cancelledAt ?? "") < course.endsAt;
            this.faults.require(inTime, "transition", () => `${id} cancelled at ${cancelledAt}, after its end`);
        }
        const { done = [], promised = [], reminded } = lifecycleOf(record);
        if (status === "Deleted" && before !== "Deleted") {
            this.deletions.tombstoneWritten(course, life, record, this.keysOf.get(course.identityKey)!.size - 1);
        } else {
            this.deletions.checkpoint(course, done);
        }
        if (before === "Active" && status !== "Active") this.reminders.active(course, life.time.present);
        Object.assign(course, { done, promised, reminded, status });
        if (before !== status) course.since = life.time.present;
    }

    public deleted(life: Life, identityKey: string, key: string): void {
        this.digest.add(life, `delete ${key}`);
        this.keysOf.get(identityKey)?.delete(key);
    }

    public deleterBegins(life: Life, name: string, address: string, context: DeletionContext): Attempt {
        this.digest.add(life, `${name} ${context.processId} ${context.fencing}`);
        const course = this.requireCourse(context.processId, "early");
        return this.deletions.begins(course, life, name, address, context);
    }

    public deleterEnds({ processId }: DeletionContext, name: string, attempt: Attempt, succeeded: boolean): void {
        this.ends(attempt, succeeded);
        if (!succeeded) return;
        const course = this.courses.get(processId)!;
        course.succeeded.add(name);
        if (this.deletions.isDone(course, attempt.life)) course.allDoneAt ??= attempt.life.present;
    }

    public reminderBegins(life: Life, reminder: Reminder): Attempt {
        this.digest.add(life, reminder.idempotencyKey);
        return this.reminders.begins(this.requireCourse(reminder.processId, "reminderWindow"), life, reminder);
    }

    public noticeBegins(life: Life, notice: FinalNotice): Attempt {
        this.digest.add(life, notice.idempotencyKey);
        return this.deletions.notifies(this.requireCourse(notice.processId, "finalNotice"), life, notice);
    }

    public noticeEnds({ processId }: FinalNotice, attempt: Attempt, succeeded: boolean): void {
        this.ends(attempt, succeeded);
        if (succeeded) this.courses.get(processId)!.noticeSucceeded = true;
    }

    public ends(attempt: Attempt, succeeded: boolean): void {
        attempt.endedAt = attempt.life.time.present;
        attempt.succeeded = succeeded;
    }

    private requireCourse(processId: string, rule: "early" | "reminderWindow" | "finalNotice"): Course {
        const course = this.courses.get(processId);
        if (course !== undefined) return course;
        this.faults.add(rule, `${processId} was never initiated`);
        throw new Error("There is no such process.");
    }
}

/** Also of the record that names the store's key, which is no process. */
function propertiesOf(record: StoredRecord): Properties {
    return (jsonOf(record.data).process ?? {}) as unknown as Properties;
}

function lifecycleOf({ data }: StoredRecord): { done?: string[]; promised?: string[]; reminded?: number } {
    return (jsonOf(data).lifecycle ?? {}) as { done?: string[]; promised?: string[]; reminded?: number };
}
