import { ErrorCode } from "../domain/ErrorCode";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { timestampOf } from "../domain/Timestamp";
import { RemoteProcess } from "./client/answers";
import { BackboneClient } from "./client/BackboneClient";
import { BackboneFailure } from "./client/BackboneFailure";
import { Turn } from "./IdentityQueues";
import { Intent } from "./journal/Intent";
import { Journal, LostRace } from "./journal/Journal";
import { OpenEntry } from "./journal/JournalEntry";
import { outcomeIsNotKnownYet } from "./outcomeIsNotKnownYet";
import { isEffectOf } from "./reconcile/merge";
import { Reconciler } from "./reconcile/Reconciler";
import { SendersSurroundings, SentCommand } from "./SentCommand";
import { Settlement } from "./Settlement";
import { Standing } from "./reconcile/Standing";

/**
 * Commands on their way to the Backbone and back. The intent is durable before a command leaves. If the answer is lost,
 * the Backbone is asked at once, and the call answers by what it says; if that cannot be had either, the intent stays for
 * whoever comes next.
 */
export class SentCommands {
    private readonly settlement: Settlement;

    public constructor(
        private readonly journal: Journal,
        private readonly client: BackboneClient,
        private readonly reconciler: Reconciler,
        private readonly surroundings: SendersSurroundings
    ) {
        this.settlement = new Settlement(journal, reconciler);
    }

    /**
     * Throws `LostRace` where the slot was taken in the meantime; nothing was sent then. `missing` is a process that is in
     * doubt: its record keeps the slot and holds the intent, until the Backbone has said whether there was room.
     */
    public async initiate(
        turn: Turn,
        lengthOfGracePeriodInDays: number | undefined,
        missing?: OpenEntry
    ): Promise<IdentityDeletionProcess> {
        await this.logIn();
        const sent = await SentCommand.begin("initiate", this.journal, this.surroundings, missing);
        return await this.send(
            turn,
            sent,
            (beforeSending) =>
                this.client.initiate(this.surroundings.identity, lengthOfGracePeriodInDays, beforeSending),
            (failure) => this.afterFailedInitiate(turn, sent, failure)
        );
    }

    /** Throws `LostRace` where the process was changed since it was read; nothing was sent then, or it came in vain. */
    public async cancel(turn: Turn, entry: OpenEntry): Promise<IdentityDeletionProcess> {
        await this.logIn();
        const sent = await SentCommand.begin("cancel", this.journal, this.surroundings, entry);
        const { id } = entry.process;
        return await this.send(
            turn,
            sent,
            (beforeSending) => this.client.cancel(this.surroundings.identity, id, beforeSending),
            (failure) => this.afterFailedCancel(turn, sent, id, failure)
        );
    }

    private async logIn(): Promise<void> {
        await this.reconciler.informedOfDeletion(() => this.client.logIn(this.surroundings.identity));
    }

    private async send(
        turn: Turn,
        sent: SentCommand,
        request: (beforeSending: () => Promise<void>) => Promise<RemoteProcess>,
        afterFailure: (failure: BackboneFailure) => Promise<IdentityDeletionProcess>
    ): Promise<IdentityDeletionProcess> {
        const informed = turn.asking();
        let remote: RemoteProcess;
        try {
            remote = await this.reconciler.informedOfDeletion(() => request(() => sent.renew()));
        } catch (error) {
            // A lost race: others have taken the intent for lost, and nothing was sent. A deletion: the store says so by now.
            if (!(error instanceof BackboneFailure) || error.code === ErrorCode.identityIsDeleted) throw error;
            return await afterFailure(error);
        }
        const seenAt = timestampOf(this.surroundings.clock.now());
        const process = await this.settlement.settle(turn, sent.entry, remote, seenAt);
        informed();
        return process;
    }

    private async afterFailedInitiate(
        turn: Turn,
        sent: SentCommand,
        failure: BackboneFailure
    ): Promise<IdentityDeletionProcess> {
        const isConflict = failure.code === ErrorCode.activeIdentityDeletionProcessAlreadyExists;
        if (failure.fate === "notDone" && !isConflict) {
            await sent.withdraw();
            throw failure;
        }
        // A conflict may be with the command itself, if something on the way has sent it twice.
        const standing = await this.findOut(turn, sent, failure);
        const missing = sent.entry.process;
        const process =
            missing === undefined ? (await this.journal.findByKey(sent.entry.record.key))?.process : standing.process;
        const tolerance = this.surroundings.patience.clockToleranceInMs;
        const isEffect = process !== undefined && isEffectOf(sent.intent, process.properties, tolerance);
        if (isEffect && process.id !== missing?.id) return process;
        const isOpen = standing.process !== undefined && !standing.isMissing;
        if (isConflict || isOpen) throw IdentityDeletionError.activeProcessAlreadyExists();
        throw standing.isInDoubt ? outcomeIsNotKnownYet(failure) : failure;
    }

    private async afterFailedCancel(
        turn: Turn,
        sent: SentCommand,
        id: string,
        failure: BackboneFailure
    ): Promise<IdentityDeletionProcess> {
        const isElsewhere =
            failure.code === ErrorCode.noActiveIdentityDeletionProcess || failure.code === ErrorCode.recordNotFound;
        if (failure.fate === "notDone" && !isElsewhere) {
            await sent.withdraw();
            throw failure;
        }
        const standing = await this.findOut(turn, sent, failure);
        if (standing.isMissing && standing.process?.id === id) {
            throw standing.isInDoubt ? outcomeIsNotKnownYet(failure) : IdentityDeletionError.processIsInDoubt(failure);
        }
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
        throw standing.isInDoubt ? outcomeIsNotKnownYet(failure) : failure;
    }

    /** Notes that nobody waits for the answer any more, and asks the Backbone. Throws the failure where it does not answer. */
    private async findOut(turn: Turn, sent: SentCommand, failure: BackboneFailure): Promise<Standing> {
        const { fate } = failure;
        try {
            await sent.end(fate !== "unknown");
            const refused: [string, Intent["command"]][] =
                fate === "notDone" ? [[sent.entry.record.key, sent.intent.command]] : [];
            return await this.reconciler.reconcile(turn, new Map(refused));
        } catch (error) {
            throw error instanceof BackboneFailure && error.code === ErrorCode.authorityNotReachable ? failure : error;
        }
    }
}
