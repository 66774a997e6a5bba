import { DateTime } from "luxon";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { fromMillisInUtc, momentOf, Timestamp, timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { Lease } from "../decisions/startDeletion";
import { nothingDone, RunSummary } from "../operators/LifecycleReports";
import { StopSignal } from "./StopSignal";

type Tally = { -readonly [Name in keyof RunSummary]: number };

/** One `runDue`: its moment, what it has done so far, and whether it is to stop. */
export class Run {
    public readonly tally: Tally = { ...nothingDone };

    private readonly startedAt: number;

    public constructor(
        /** This alone decides what is due and whether a grace period is over. */
        public readonly now: DateTime,
        private readonly clock: Clock,
        public readonly stopSignal: StopSignal
    ) {
        this.startedAt = clock.now().toMillis();
    }

    public get elapsedInMs(): number {
        return Math.max(0, this.clock.now().toMillis() - this.startedAt);
    }

    /** `now`, and the time that the run has taken since: a run may take hours, and leases begin when they are taken. */
    public get present(): DateTime {
        return this.presentIn(0);
    }

    public in(milliseconds: number): Timestamp {
        return timestampOf(this.presentIn(milliseconds));
    }

    public lease(milliseconds: number): Lease {
        return { now: this.in(0), until: this.in(milliseconds) };
    }

    /** Not by luxon's `plus`: it took a fifth of a worker's time. */
    private presentIn(milliseconds: number): DateTime {
        return fromMillisInUtc(this.now.toMillis() + this.elapsedInMs + milliseconds);
    }
}

export function lagOf({ properties }: IdentityDeletionProcess, run: Run): number | undefined {
    const end = properties.gracePeriodEndsAt;
    return end === undefined ? undefined : Math.max(0, run.present.toMillis() - momentOf(end).toMillis());
}
