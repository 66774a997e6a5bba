import { DateTime } from "luxon";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { earliestTimestamp } from "../../domain/record/columns";
import { fromMillisInUtc, momentOf, Timestamp, timestampOf } from "../../domain/Timestamp";

const millisecondsPerDay = 86_400_000;

const firstMoment = Date.parse(earliestTimestamp);

export class ReminderSchedule {
    private readonly daysBeforeEnd: readonly number[];

    public constructor(daysBeforeEnd: readonly number[]) {
        this.daysBeforeEnd = [...daysBeforeEnd].sort((a, b) => b - a);
    }

    /** None that was due at or before the creation, none before one that was sent, and none from the end on. */
    public latestDue(process: IdentityDeletionProcess, now: DateTime, sent: number | undefined): number | undefined {
        if (process.gracePeriodIsOver(now)) return undefined;
        const due = this.momentsOf(process).filter(({ moment }) => moment <= now.toMillis());
        const latest = due.at(-1)?.days;
        return latest === undefined || (sent !== undefined && sent <= latest) ? undefined : latest;
    }

    /** The first reminder, or the end. Never without an end. */
    public firstDueDate(process: IdentityDeletionProcess): Timestamp | null {
        return this.nextDueDate(process, fromMillisInUtc(firstMoment));
    }

    public nextDueDate(process: IdentityDeletionProcess, now: DateTime): Timestamp | null {
        const next = this.momentsOf(process).find(({ moment }) => moment > now.toMillis());
        if (next !== undefined) return timestampOf(fromMillisInUtc(next.moment));
        return process.properties.gracePeriodEndsAt ?? null;
    }

    private momentsOf({ properties }: IdentityDeletionProcess): { days: number; moment: number }[] {
        const { createdAt, gracePeriodEndsAt } = properties;
        if (gracePeriodEndsAt === undefined) return [];
        const end = momentOf(gracePeriodEndsAt).toMillis();
        const creation = createdAt === undefined ? -Infinity : momentOf(createdAt).toMillis();
        return this.daysBeforeEnd
            .map((days) => ({ days, moment: end - Math.round(days * millisecondsPerDay) }))
            .filter(({ moment }) => moment > creation && moment < end);
    }
}
