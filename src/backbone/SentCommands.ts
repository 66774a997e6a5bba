import { ErrorCode } from "../domain/ErrorCode";
import { Timestamp } from "../domain/Timestamp";
import { IdentityContext } from "../domain/IdentityContext";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { Clock } from "../ports/Clock";
import { longestFromIntentToSendingInMs, Patience } from "./BackboneSettings";
import { RemoteProcess } from "./client/answers";
import { BackboneClient } from "./client/BackboneClient";
import { BackboneFailure } from "./client/BackboneFailure";
import { Turn } from "./IdentityQueues";
import { Intent } from "./journal/Intent";
import { Journal, LostRace } from "./journal/Journal";
import { EntryContent, JournalEntry } from "./journal/JournalEntry";
import { outcomeIsNotKnownYet } from "./outcomeIsNotKnownYet";
import { isEffectOf } from "./reconcile/merge";
import { Reconciler } from "./reconcile/Reconciler";
import { Settlement } from "./Settlement";
import { Standing } from "./reconcile/Standing";

interface Surroundings {
    readonly identity: IdentityContext;
    readonly clock: Clock;
    readonly patience: Patience;
}

/**
 * One command on its way to the Backbone and back. Its intent is durable before it leaves. If the answer is lost, the
 * Backbone is asked at once, and the call answers by what it says; if that cannot be had either, the intent stays for
 * whoever comes next.
 */
export class SentCommands {
    private readonly settlement: Settlement;

    public constructor(
        private readonly journal: Journal,
        private readonly client: BackboneClient,
        private readonly reconciler: Reconciler,
        private readonly surroundings: Surroundings
    ) {
        this.settlement = new Settlement(journal, reconciler);
    }

    /** Throws `LostRace` where the slot was taken in the meantime; nothing was sent then. */
    public async initiate(turn: Turn, lengthOfGracePeriodInDays: number | undefined): Promise<IdentityDeletionProcess> {
        const { identity } = this.surroundings;
        await this.reconciler.informedOfDeletion(() => this.client.logIn(identity));
        const intent = this.newIntent("initiate");
        const sent = new SentCommand(await this.journal.add({ intents: [intent] }), intent);
        const informed = turn.asking();
        let remote: RemoteProcess;
        try {
            remote = await this.reconciler.informedOfDeletion(() =>
                this.client.initiate(identity, lengthOfGracePeriodInDays, () => this.renew(sent))
            );
        } catch (error) {
            return await this.afterFailedInitiate(turn, sent, error);
        }
        const process = await this.settlement.settle(turn, sent.entry, remote);
        informed();
        return process;
    }

    /** Throws `LostRace` where the process was changed since it was read; nothing was sent then, or it came in vain. */
    public async cancel(
        turn: Turn,
        entry: JournalEntry & { process: IdentityDeletionProcess }
    ): Promise<IdentityDeletionProcess> {
        const { identity } = this.surroundings;
        await this.reconciler.informedOfDeletion(() => this.client.logIn(identity));
        const intent = this.newIntent("cancel");
        const withIntent = await this.journal.change(entry, { ...entry, intents: [...entry.intents, intent] });
        const sent = new SentCommand(withIntent, intent);
        const informed = turn.asking();
        let remote: RemoteProcess;
        try {
            remote = await this.reconciler.informedOfDeletion(() =>
                this.client.cancel(identity, entry.process.id, () => this.renew(sent))
            );
        } catch (error) {
            return await this.afterFailedCancel(turn, sent, entry.process.id, error);
        }
        const process = await this.settlement.settle(turn, sent.entry, remote);
        informed();
        return process;
    }

    private async afterFailedInitiate(turn: Turn, sent: SentCommand, error: unknown): Promise<IdentityDeletionProcess> {
        if (!(error instanceof BackboneFailure) || error.code === ErrorCode.identityIsDeleted) throw error;
        const isConflict = error.code === ErrorCode.activeIdentityDeletionProcessAlreadyExists;
        if (error.fate === "notDone" && !isConflict) {
            await this.withdraw(sent);
            throw error;
        }
        // A conflict may be with the command itself, if something on the way has sent it twice.
        const standing = await this.findOut(turn, sent, error);
        const entry = await this.journal.findByKey(sent.entry.record.key);
        const properties = entry?.process?.properties;
        if (entry?.process !== undefined && isEffectOf(sent.intent, properties ?? {}, this.tolerance)) {
            return entry.process;
        }
        if (isConflict || standing.process !== undefined) throw IdentityDeletionError.activeProcessAlreadyExists();
        throw standing.isInDoubt ? outcomeIsNotKnownYet(error) : error;
    }

    private async afterFailedCancel(
        turn: Turn,
        sent: SentCommand,
        id: string,
        error: unknown
    ): Promise<IdentityDeletionProcess> {
        if (!(error instanceof BackboneFailure) || error.code === ErrorCode.identityIsDeleted) throw error;
        const isElsewhere =
            error.code === ErrorCode.noActiveIdentityDeletionProcess || error.code === ErrorCode.recordNotFound;
        if (error.fate === "notDone" && !isElsewhere) {
            await this.withdraw(sent);
            throw error;
        }
        const standing = await this.findOut(turn, sent, error);
        if (isElsewhere) {
            // Another device has cancelled it; if one has initiated anew, that one is what the person wants to be rid of.
            if (standing.process !== undefined && standing.process.id !== id) throw new LostRace("It was replaced.");
            throw standing.process?.status === IdentityDeletionProcessStatus.Deleting
                ? IdentityDeletionError.gracePeriodHasExpired()
                : IdentityDeletionError.noActiveProcess();
        }
        const process = (await this.journal.find(id))?.process;
        if (process?.status === IdentityDeletionProcessStatus.Cancelled) return process;
        if (process?.status === IdentityDeletionProcessStatus.Deleting)
            throw IdentityDeletionError.gracePeriodHasExpired();
        throw standing.isInDoubt ? outcomeIsNotKnownYet(error) : error;
    }

    /** Notes that nobody waits for the answer any more, and asks the Backbone. Throws the failure where it does not answer. */
    private async findOut(turn: Turn, sent: SentCommand, failure: BackboneFailure): Promise<Standing> {
        const { clock, patience } = this.surroundings;
        const { key } = sent.entry.record;
        const isDealtWith = failure.fate !== "unknown";
        const now = clock.now().toMillis();
        const believeAbsenceFrom = isoOf(now + (isDealtWith ? 0 : patience.lateArrivalInMs));
        try {
            await this.replaceIntent(sent, { ...sent.intent, believeAbsenceFrom, hasEnded: true });
            const refused = new Set(failure.fate === "notDone" ? [key] : []);
            return await this.reconciler.reconcile(turn, refused);
        } catch (error) {
            throw error instanceof BackboneFailure && error.code === ErrorCode.authorityNotReachable ? failure : error;
        }
    }

    /** The command is certain not to have been carried out. */
    private async withdraw({ entry, intent }: SentCommand): Promise<void> {
        try {
            if (entry.process === undefined) await this.journal.remove(entry);
            else await this.journal.change(entry, without(entry, intent));
        } catch (error) {
            // Somebody else has settled it.
            if (!(error instanceof LostRace)) throw error;
        }
    }

    /** What has waited too long for its sending may have been taken for lost by others: they are told, or it is not sent. */
    private async renew(sent: SentCommand): Promise<void> {
        const { clock } = this.surroundings;
        const age = clock.now().toMillis() - Date.parse(sent.intent.requestedAt);
        if (Math.abs(age) <= longestFromIntentToSendingInMs) return;
        await this.replaceIntent(sent, this.newIntent(sent.intent.command), true);
    }

    private async replaceIntent(sent: SentCommand, intent: Intent, isRequired = false): Promise<void> {
        try {
            const { intents } = without(sent.entry, sent.intent);
            sent.entry = await this.journal.change(sent.entry, { ...sent.entry, intents: [...intents, intent] });
            sent.intent = intent;
        } catch (error) {
            if (isRequired || !(error instanceof LostRace)) throw error;
        }
    }

    private newIntent(command: Intent["command"]): Intent {
        const { clock, identity, patience } = this.surroundings;
        const now = clock.now().toMillis();
        const mayArriveWithinInMs =
            longestFromIntentToSendingInMs + patience.requestTimeoutInMs + patience.lateArrivalInMs;
        return {
            command,
            requestedAt: isoOf(now),
            device: identity.deviceId,
            believeAbsenceFrom: isoOf(now + mayArriveWithinInMs)
        };
    }

    private get tolerance(): number {
        return this.surroundings.patience.clockToleranceInMs;
    }
}

/** The canonical form. luxon's way to it costs several times as much, and every command takes it four times. */
function isoOf(milliseconds: number): Timestamp {
    return new Date(milliseconds).toISOString();
}

class SentCommand {
    public constructor(
        public entry: JournalEntry,
        public intent: Intent
    ) {}
}

function without(entry: JournalEntry, intent: Intent): EntryContent {
    return { ...entry, intents: entry.intents.filter((each) => each !== intent) };
}
