import { isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { ProcessRecord } from "../../domain/record/ProcessRecord";
import { SentCommand } from "../../domain/record/SentCommand";
import { Timestamp } from "../../domain/Timestamp";
import { RemoteProcess } from "../client/answers";
import { isForeign } from "./merge";

const minuteInMs = 60_000;
const dayInMs = 24 * 60 * minuteInMs;

/** A program may be suspended between an answer and what it writes because of it. */
const trustedForInMs = 30 * minuteInMs;

/** The Backbone forgets a process 30 days after its cancellation. One day more, as `shownOpenAt` is written once a day. */
const absenceTrustedAfterInMs = 31 * dayInMs;

/** By the key of the record that holds the command. */
export type RefusedCommands = ReadonlyMap<string, SentCommand["command"]>;

export class Evidence {
    public constructor(
        public readonly processes: readonly RemoteProcess[],
        /** In milliseconds of the epoch. The Backbone knows at least what happened before. */
        private readonly askedAt: number,
        private readonly refused: RefusedCommands,
        private readonly clockToleranceInMs: number,
        /** Ids of processes past their end whose Identity has been able to log in since: they have ended. */
        private readonly provedEnded: ReadonlySet<string> = new Set()
    ) {}

    public get moment(): Timestamp {
        return new Date(this.askedAt).toISOString();
    }

    public isOutdated(now: number): boolean {
        return now - this.askedAt > trustedForInMs;
    }

    public find(id: string | undefined): RemoteProcess | undefined {
        return this.processes.find((process) => process.id === id);
    }

    public showsAsOpen({ process }: ProcessRecord): boolean {
        const remote = this.find(process?.id);
        return remote !== undefined && isOpen(remote.status);
    }

    /** Whether the Backbone should show it and does not. A deletion that it has begun ends by itself: a login shows it. */
    public lacks(record: ProcessRecord): boolean {
        const { process } = record;
        return process?.isActive === true && !isForeign(record) && this.find(process.id) === undefined;
    }

    public provesAbsence({ process, shownOpenAt, missingSince }: ProcessRecord): boolean {
        if (process !== undefined && this.provedEnded.has(process.id)) return true;
        const lastKnownOpen = [shownOpenAt, missingSince].find((moment) => this.isPast(moment));
        return lastKnownOpen !== undefined && this.askedAt >= Date.parse(lastKnownOpen) + absenceTrustedAfterInMs;
    }

    public sinceWhenMissing({ missingSince }: ProcessRecord): Timestamp {
        return missingSince !== undefined && this.isPast(missingSince) ? missingSince : this.moment;
    }

    public isNewerThan(shownOpenAt: Timestamp | undefined): boolean {
        if (shownOpenAt === undefined || !this.isPast(shownOpenAt)) return true;
        return this.askedAt >= Date.parse(shownOpenAt) + dayInMs;
    }

    /** A moment of the future was written by a clock that has been set back since: it says nothing. */
    private isPast(moment: Timestamp | undefined): boolean {
        return moment !== undefined && Date.parse(moment) <= this.askedAt;
    }

    public notRefused({ commands, key }: ProcessRecord): readonly SentCommand[] {
        const refused = this.refused.get(key);
        return refused === undefined ? commands : commands.filter(({ command }) => command !== refused);
    }

    /** The commands that may still arrive: a list that was asked for too early does not refute them. */
    public outstanding(record: ProcessRecord): SentCommand[] {
        return this.notRefused(record)
            .map((command) => followingTheClock(command, this.askedAt, this.clockToleranceInMs))
            .filter(({ absenceTrustedFrom }) => this.askedAt < Date.parse(absenceTrustedFrom));
    }
}

/** A clock that was set back behind the command would prolong the doubt: its times begin anew. */
function followingTheClock(command: SentCommand, nowInMs: number, clockToleranceInMs: number): SentCommand {
    const setBackByInMs = Date.parse(command.requestedAt) - nowInMs;
    if (setBackByInMs <= clockToleranceInMs) return command;
    const absenceTrustedFrom = new Date(Date.parse(command.absenceTrustedFrom) - setBackByInMs).toISOString();
    return { ...command, requestedAt: new Date(nowInMs).toISOString(), absenceTrustedFrom };
}
