import { deletionHasBegun } from "../../application/IdentityDeletionProcessMapper";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { isOpen, keepsTheSlot } from "../../domain/IdentityDeletionProcessStatus";
import { RemoteProcess } from "../client/answers";
import { Intent } from "../journal/Intent";
import { Journal, LostRace } from "../journal/Journal";
import { currentAmong, EntryContent, JournalEntry } from "../journal/JournalEntry";
import { Evidence } from "./Evidence";
import { LocalCopy } from "./LocalCopy";
import { closeByAbsence, isEffectOf, isNews, merge } from "./merge";
import { Standing } from "./Standing";

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

    /**
     * What is new comes first and what is over goes last: in between, a reader sees both, and one of them unsettled. What this
     * host's own lifecycle has begun to delete is left to it, and what no Backbone decided stays until the host decides.
     */
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
            await this.copy.change(entry, { ...this.newContent(merge(entry, remote)), intents: [] });
        }
    }

    private async adopt(unknown: readonly RemoteProcess[]): Promise<void> {
        for (const remote of unknown.filter(({ status }) => isOpen(status)).sort(byUrgency)) {
            const holder = this.copy.holder();
            const content = this.newContent(merge(undefined, remote));
            if (holder === undefined) {
                await this.copy.add(content);
            } else if (holder.process === undefined) {
                // Another device's. Our own command, if it may still come, comes in vain or takes its place.
                await this.copy.change(holder, { ...content, intents: this.evidence.outstanding(holder) });
            } else {
                await this.copy.add({ ...content, isBeside: true });
            }
        }
        for (const remote of unknown.filter(({ status }) => !isOpen(status))) {
            await this.journal.add({ process: merge(undefined, remote), intents: [] });
        }
    }

    private async correctKnown(): Promise<void> {
        for (const entry of this.copy.all()) {
            const remote = this.evidence.find(entry.process?.id);
            if (remote === undefined || deletionHasBegun(entry.record)) continue;
            if (isNews(entry, remote) || entry.missingSince !== undefined) {
                await this.copy.change(entry, this.asShown(entry, remote));
            } else if (isOpen(remote.status) && this.evidence.isNewerThan(entry.shownOpenAt)) {
                await this.copy.change(entry, { ...entry, shownOpenAt: this.evidence.moment });
            }
        }
    }

    private asShown(entry: JournalEntry, remote: RemoteProcess): EntryContent {
        const process = merge(this.believed(entry), remote);
        const intents = this.evidence
            .outstanding(entry)
            .filter(({ command }) => command === "initiate" || isOpen(process.status));
        const holdsSlot = entry.record.slot === entry.record.identityKey;
        const isBeside = keepsTheSlot(process.status) && !holdsSlot;
        return { ...this.newContent(process), intents, isBeside };
    }

    /** A process as the Backbone has just shown it. */
    private newContent(process: IdentityDeletionProcess): EntryContent {
        const shownOpenAt = isOpen(process.status) ? this.evidence.moment : undefined;
        return { process, intents: [], shownOpenAt };
    }

    /** Lets those beside into the slot, one after the other, as far as there is room. */
    private async makeRoom(): Promise<void> {
        const isWaiting = (entry: JournalEntry): boolean => entry.isBeside === true && this.evidence.showsAsOpen(entry);
        for (const waiting of this.copy.all().filter(isWaiting)) {
            const holder = this.copy.holder();
            if (holder?.process !== undefined) {
                if (!this.isReplacedBy(waiting, holder)) return;
                await this.copy.change(holder, this.gone(holder));
            }
            if (holder !== undefined && holder.process === undefined) {
                // What may still come of the intent is remembered with the process that takes its place.
                const next = this.copy.latest(waiting);
                const outstanding = this.evidence.outstanding(holder);
                await this.copy.change(next, { ...next, intents: [...next.intents, ...outstanding] });
                await this.copy.remove(holder);
            }
            const next = this.copy.latest(waiting);
            await this.copy.change(next, { ...next, isBeside: false });
        }
    }

    /** What is left: processes that the Backbone shows no more, and intents whose effect it does not show. */
    private async settleRest(): Promise<void> {
        for (const entry of this.copy.all()) {
            const outstanding = this.evidence.outstanding(entry);
            if (entry.process === undefined && outstanding.length === 0) {
                await this.copy.remove(entry);
            } else if (this.evidence.lacks(entry)) {
                if (this.evidence.provesAbsence(entry)) await this.copy.change(entry, this.gone(entry));
                else await this.keepInDoubt(entry);
            } else if (entry.intents.some((intent) => !outstanding.includes(intent))) {
                await this.copy.change(entry, { ...entry, intents: outstanding });
            }
        }
    }

    /** With its commands: a cancellation that the person has asked for is not forgotten while nobody knows what came of it. */
    private async keepInDoubt(entry: JournalEntry): Promise<void> {
        const intents = this.evidence.notRefused(entry);
        const missingSince = this.evidence.sinceWhenMissing(entry);
        if (missingSince === entry.missingSince && intents.length === entry.intents.length) return;
        await this.copy.change(entry, { ...entry, intents, missingSince });
    }

    /** Whether the slot's holder is over: its absence can be believed, or this device's own command started the other. */
    private isReplacedBy({ process }: JournalEntry, holder: JournalEntry): boolean {
        if (!this.evidence.lacks(holder)) return false;
        const isEffect = (intent: Intent): boolean => isEffectOf(intent, process!.properties, this.clockToleranceInMs);
        return this.evidence.provesAbsence(holder) || holder.intents.some(isEffect);
    }

    private gone(entry: JournalEntry): EntryContent {
        const intents = this.evidence.outstanding(entry).filter(({ command }) => command === "initiate");
        const known = this.believed(entry) as EntryContent & { process: IdentityDeletionProcess };
        return { process: closeByAbsence(known), intents, closedByAbsence: true };
    }

    private believed(entry: JournalEntry): EntryContent {
        return { ...entry, intents: this.evidence.notRefused(entry) };
    }

    private standing(): Standing {
        const entries = this.copy.all();
        const doubtful = entries.flatMap((entry) => this.evidence.outstanding(entry));
        const current = currentAmong(entries);
        const process = current?.process;
        return {
            process: process !== undefined && isOpen(process.status) ? process : undefined,
            isMissing: current?.missingSince !== undefined,
            isInDoubt: doubtful.length > 0,
            isInFlight: doubtful.some(({ hasEnded }) => !hasEnded)
        };
    }
}

/** Where the Backbone has let an Identity have two: the one that ends first is the one to know of. */
function byUrgency(a: RemoteProcess, b: RemoteProcess): number {
    const [first, second] = [a, b].map(({ gracePeriodEndsAt, id }) => `${gracePeriodEndsAt ?? ""}#${id}`);
    return first < second ? -1 : 1;
}
