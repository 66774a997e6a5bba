import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { keepsTheSlot } from "../../domain/IdentityDeletionProcessStatus";
import { isOpen, RemoteProcess } from "../client/answers";
import { followingTheClock, Intent } from "../journal/Intent";
import { Journal, LostRace } from "../journal/Journal";
import { EntryContent, JournalEntry } from "../journal/JournalEntry";
import { LocalCopy } from "./LocalCopy";
import { closeByAbsence, isEffectOf, isNews, merge } from "./merge";
import { Standing } from "./Standing";

export interface Evidence {
    readonly processes: readonly RemoteProcess[];
    /** In milliseconds of the epoch: the Backbone showed what it knew at this moment or later. */
    readonly askedAt: number;
    /** Commands of which the Backbone itself has said that it did not carry them out. */
    readonly refused: ReadonlySet<string>;
}

/**
 * Brings the local copy into line with what the Backbone showed, one atomic write after the other. After each of them a
 * reader sees the truth or something unsettled, for which it asks itself; never "none" while there is a process.
 *
 * Throws `LostRace` as soon as another writer was faster: then what was read and what was asked no longer belong together.
 */
export class Correction {
    private readonly processes: readonly RemoteProcess[];
    private readonly copy: LocalCopy;

    public constructor(
        private readonly journal: Journal,
        entries: readonly JournalEntry[],
        private readonly evidence: Evidence,
        private readonly clockToleranceInMs: number
    ) {
        this.processes = evidence.processes;
        this.copy = new LocalCopy(journal, entries);
    }

    /** What is new comes first and what is over goes last: in between, a reader sees both, and one of them unsettled. */
    public async carryOut(): Promise<Standing> {
        const unknown = await this.unknown();
        await this.nameIntents(unknown);
        await this.adopt(unknown);
        await this.correctKnown();
        await this.makeRoom();
        await this.settleRest();
        return this.standing();
    }

    private async unknown(): Promise<RemoteProcess[]> {
        const unknown: RemoteProcess[] = [];
        for (const remote of this.processes) {
            if (this.copy.entryFor(remote) !== undefined) continue;
            const stored = await this.journal.find(remote.id);
            if (stored === undefined) unknown.push(remote);
            else if (stored.process !== undefined && isOpen(stored.process.status)) {
                throw new LostRace("It was not there when the store was read.");
            } else if (isNews(stored, remote)) await this.copy.change(stored, this.asShown(stored, remote));
        }
        return unknown;
    }

    /** An intent to initiate becomes the process that it has brought about, or, if that is over, the one that came after. */
    private async nameIntents(unknown: RemoteProcess[]): Promise<void> {
        for (const entry of this.copy.all()) {
            if (entry.process !== undefined) continue;
            const effects = unknown.filter((remote) =>
                entry.intents.some((intent) => isEffectOf(intent, remote, this.clockToleranceInMs))
            );
            if (effects.length === 0) continue;
            const open = (processes: RemoteProcess[]): RemoteProcess | undefined =>
                processes.filter(({ status }) => isOpen(status)).sort(byUrgency)[0];
            const remote = open(effects) ?? open(unknown) ?? effects[0];
            unknown.splice(unknown.indexOf(remote), 1);
            await this.copy.change(entry, { process: merge(entry, remote), intents: [] });
        }
    }

    private async adopt(unknown: readonly RemoteProcess[]): Promise<void> {
        for (const remote of unknown.filter(({ status }) => isOpen(status)).sort(byUrgency)) {
            const holder = this.copy.holder();
            const process = merge(undefined, remote);
            if (holder === undefined) {
                await this.copy.add({ process, intents: [] });
            } else if (holder.process === undefined) {
                // Another device's. Our own command, if it may still come, comes in vain or takes its place.
                await this.copy.change(holder, { process, intents: this.outstanding(holder) });
            } else {
                await this.copy.add({ process, intents: [], isBeside: true });
            }
        }
        for (const remote of unknown.filter(({ status }) => !isOpen(status))) {
            await this.journal.add({ process: merge(undefined, remote), intents: [] });
        }
    }

    private async correctKnown(): Promise<void> {
        for (const entry of this.copy.all()) {
            const remote = this.processes.find(({ id }) => id === entry.process?.id);
            if (remote !== undefined && isNews(entry, remote))
                await this.copy.change(entry, this.asShown(entry, remote));
        }
    }

    private asShown(entry: JournalEntry, remote: RemoteProcess): EntryContent {
        const process = merge(this.believed(entry), remote);
        const intents = this.outstanding(entry).filter(
            ({ command }) => command === "initiate" || isOpen(process.status)
        );
        const holdsSlot = entry.record.slot === entry.record.identityKey;
        return { process, intents, isBeside: keepsTheSlot(process.status) && !holdsSlot };
    }

    /** Lets those beside into the slot, one after the other, as far as there is room. */
    private async makeRoom(): Promise<void> {
        const isWaiting = (entry: JournalEntry): boolean => entry.isBeside === true && this.isShownAsOpen(entry);
        for (const waiting of this.copy.all().filter(isWaiting)) {
            const holder = this.copy.holder();
            if (holder?.process !== undefined) {
                if (this.isShownAsOpen(holder) || !isOpen(holder.process.status)) return;
                await this.copy.change(holder, this.gone(holder));
            }
            if (holder !== undefined && holder.process === undefined) {
                // What may still come of the intent is remembered with the process that takes its place.
                const next = this.copy.latest(waiting);
                await this.copy.change(next, { ...next, intents: [...next.intents, ...this.outstanding(holder)] });
                await this.copy.remove(holder);
            }
            const next = this.copy.latest(waiting);
            await this.copy.change(next, { ...next, isBeside: false });
        }
    }

    /** What is left: processes that the Backbone shows no more, and intents whose effect it does not show. */
    private async settleRest(): Promise<void> {
        for (const entry of this.copy.all()) {
            const { process } = entry;
            const outstanding = this.outstanding(entry);
            if (process === undefined && outstanding.length === 0) {
                await this.copy.remove(entry);
            } else if (
                process !== undefined &&
                isOpen(process.status) &&
                !this.isShown(entry) &&
                process.status !== "Deleting"
            ) {
                await this.copy.change(entry, this.gone(entry));
            } else if (entry.intents.some((intent) => !outstanding.includes(intent))) {
                await this.copy.change(entry, { ...entry, intents: outstanding });
            }
        }
    }

    private gone(entry: JournalEntry): EntryContent {
        const intents = this.outstanding(entry).filter(({ command }) => command === "initiate");
        const known = this.believed(entry) as EntryContent & { process: IdentityDeletionProcess };
        return { process: closeByAbsence(known), intents, closedByAbsence: true };
    }

    /** Without the commands that the Backbone refused: they have not brought anything about. */
    private believed(entry: JournalEntry): EntryContent {
        return this.evidence.refused.has(entry.record.key) ? { ...entry, intents: [] } : entry;
    }

    /** The commands that may still arrive: they are not refuted by a list that was asked for too early. */
    private outstanding({ intents, record }: JournalEntry): Intent[] {
        const { askedAt, refused } = this.evidence;
        if (refused.has(record.key)) return [];
        return intents
            .map((intent) => followingTheClock(intent, askedAt, this.clockToleranceInMs))
            .filter(({ believeAbsenceFrom }) => askedAt < Date.parse(believeAbsenceFrom));
    }

    private standing(): Standing {
        const entries = this.copy.all();
        const doubtful = entries.flatMap(({ intents }) => intents);
        const process = this.copy.holder()?.process ?? entries.find(({ isBeside }) => isBeside)?.process;
        return {
            process: process !== undefined && isOpen(process.status) ? process : undefined,
            isInDoubt: doubtful.length > 0,
            isInFlight: doubtful.some(({ hasEnded }) => !hasEnded)
        };
    }

    private isShown({ process }: JournalEntry): boolean {
        return this.processes.some(({ id }) => id === process?.id);
    }

    private isShownAsOpen({ process }: JournalEntry): boolean {
        return this.processes.some(({ id, status }) => id === process?.id && isOpen(status));
    }
}

/** Where the Backbone has let an Identity have two: the one that ends first is the one to know of. */
function byUrgency(a: RemoteProcess, b: RemoteProcess): number {
    const [first, second] = [a, b].map(({ gracePeriodEndsAt, id }) => `${gracePeriodEndsAt ?? ""}#${id}`);
    return first < second ? -1 : 1;
}
