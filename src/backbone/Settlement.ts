import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { isOpen } from "../domain/IdentityDeletionProcessStatus";
import { Timestamp } from "../domain/Timestamp";
import { RemoteProcess } from "./client/answers";
import { BackboneFailure } from "./client/BackboneFailure";
import { Turn } from "./IdentityQueues";
import { Journal, LostRace } from "./journal/Journal";
import { EntryContent, JournalEntry } from "./journal/JournalEntry";
import { merge } from "./reconcile/merge";
import { mostLostRaces, Reconciler } from "./reconcile/Reconciler";

/** Stores what the Backbone has answered to a command, whatever others have made of its intent in the meantime. */
export class Settlement {
    public constructor(
        private readonly journal: Journal,
        private readonly reconciler: Reconciler
    ) {}

    /**
     * `sent` is the intent's record as the command left it; it was answered at `seenAt`. Gives the process as the answer
     * shows it.
     */
    public async settle(
        turn: Turn,
        sent: JournalEntry,
        remote: RemoteProcess,
        seenAt: Timestamp
    ): Promise<IdentityDeletionProcess> {
        // One in doubt holds the intent, and the Backbone has started another: that one comes beside it first.
        const isInstead = sent.process !== undefined && sent.process.id !== remote.id;
        if (isInstead) return await this.settleUnseen(turn, sent, remote, seenAt);
        let known = sent;
        for (let lostRaces = 0; lostRaces < mostLostRaces; lostRaces++) {
            const content = { ...settled(known, remote, sent), ...shownAt(remote, seenAt) };
            try {
                await this.journal.change(known, content);
                return content.process;
            } catch (error) {
                if (!(error instanceof LostRace)) throw error;
            }
            // Somebody else has asked the Backbone in the meantime, and has seen what the command did, or not yet.
            const found = await this.journal.find(remote.id);
            if (found === undefined) return await this.settleUnseen(turn, sent, remote, seenAt);
            if (found.process === undefined || sent.process === undefined || !isOpen(found.process.status)) {
                return found.process ?? merge(sent, remote);
            }
            known = found;
        }
        throw new Error(`Others were faster ${mostLostRaces} times in a row.`);
    }

    /** The intent is gone, or another process has its record: this one comes beside it, and the Backbone says who stays. */
    private async settleUnseen(
        turn: Turn,
        sent: JournalEntry,
        remote: RemoteProcess,
        seenAt: Timestamp
    ): Promise<IdentityDeletionProcess> {
        const process = merge(sent.process?.id === remote.id ? sent : undefined, remote);
        try {
            await this.journal.add({ process, intents: [], isBeside: true, ...shownAt(remote, seenAt) });
            await this.reconciler.reconcile(turn);
        } catch (error) {
            // It is in the store, by this process or by another, and unsettled: whoever comes next asks.
            if (!(error instanceof LostRace) && !(error instanceof BackboneFailure)) throw error;
        }
        return process;
    }
}

function shownAt({ status }: RemoteProcess, seenAt: Timestamp): Pick<EntryContent, "shownOpenAt"> {
    return isOpen(status) ? { shownOpenAt: seenAt } : {};
}

/** By the Backbone's own answer to the command. Other commands of before, if any is still in doubt, stay so. */
function settled(
    known: JournalEntry,
    remote: RemoteProcess,
    sent: JournalEntry
): EntryContent & { process: IdentityDeletionProcess } {
    const process = merge({ ...known, intents: [...sent.intents, ...known.intents] }, remote);
    const others = sent.process === undefined ? [] : known.intents.filter(({ command }) => command === "initiate");
    return { process, intents: others };
}
