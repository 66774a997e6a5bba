import type { Reminder } from "../../../../src/lifecycle";
import { millisecondsPerDay, whyNotAgain, type Attempt, type Course } from "./Course";
import type { Faults } from "./Faults";
import type { Life } from "./Life";

/** Between the decision to send a reminder and its sending, a write is answered. */
const toleranceInMs = 1_000;
/** A reminder may fail, and so may workers: but not for so long. */
const maxDelayInMs = 18 * 3_600_000;

export interface Outage {
    readonly from: number;
    readonly to: number;
}

/** What reminders have to keep to. */
export class ReminderRules {
    private readonly keys = new Set<string>();

    public constructor(
        private readonly faults: Faults,
        private readonly daysBeforeEnd: readonly number[],
        private readonly timeoutInMs: number,
        private readonly outages: readonly Outage[]
    ) {}

    public begins(
        course: Course,
        life: Life,
        { address, daysBeforeEnd, gracePeriodEndsAt, idempotencyKey: key }: Reminder
    ): Attempt {
        const { faults } = this;
        const what = `the reminder ${daysBeforeEnd} of ${course.processId} by ${life.name} at ${life.now().toISO()}`;
        const justCancelled = course.status === "Cancelled" && life.time.present - course.since <= toleranceInMs;
        faults.require(
            course.status === "Active" || justCancelled,
            "reminderWindow",
            () => `${what}: ${course.status}`
        );
        faults.require(
            this.isInWindow(course, life, daysBeforeEnd),
            "reminderWindow",
            () => `${what} of ${JSON.stringify(this.windowOf(course))}`
        );
        const isRight = address === course.address && Date.parse(gracePeriodEndsAt) === course.endsAt;
        faults.require(isRight, "reminderWindow", () => `${what}: of another, or of another end`);

        const last = course.reminders.get(daysBeforeEnd);
        if (last === undefined)
            faults.require(!this.keys.has(key), "reminderKeys", () => `${what}: ${key} is another's`);
        else faults.require(last.key === key, "reminderKeys", () => `${what}: ${key} and ${last.key}`);
        this.keys.add(key);
        const isNew = course.reminded === undefined || daysBeforeEnd < course.reminded;
        const isAllowed = isNew && whyNotAgain(last, life, this.timeoutInMs) === undefined;
        faults.require(isAllowed, "reminderTwice", () => what);

        const attempt = { life, beganAt: life.time.present, key };
        course.reminders.set(daysBeforeEnd, attempt);
        return attempt;
    }

    /** The process is not active any more: whatever had long been due must have been tried. */
    public active(course: Course, until: number): void {
        for (const { days, from, to } of this.windowOf(course)) {
            const tried = course.reminders.has(days);
            const couldNot = this.outages.some((outage) => outage.from < from + maxDelayInMs && outage.to > from);
            const isBusy = [...course.reminders.values()].some(
                ({ endedAt, life }) => endedAt === undefined && !life.isOver
            );
            const isDue = Math.min(to, until) - from >= maxDelayInMs;
            this.faults.require(
                tried || couldNot || isBusy || !isDue,
                "reminderMissing",
                () => `${days} of ${course.processId}, due ${new Date(from).toISOString()}`
            );
        }
    }

    private isInWindow(course: Course, life: Life, days: number): boolean {
        const window = this.windowOf(course).find((each) => each.days === days);
        return window !== undefined && window.from <= life.present && life.present - toleranceInMs < window.to;
    }

    /** Each reminder's own time: from when it is due until the next one is, or until the end. */
    private windowOf({ createdAt, endsAt }: Course): { days: number; from: number; to: number }[] {
        const moments = this.daysBeforeEnd
            .map((days) => ({ days, from: endsAt - days * millisecondsPerDay }))
            .filter(({ from }) => from > createdAt)
            .sort((one, other) => one.from - other.from);
        return moments.map((each, index) => ({ ...each, to: moments.at(index + 1)?.from ?? endsAt }));
    }
}
