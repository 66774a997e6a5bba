import { IdentityDeletionProcessRepository } from "../application/IdentityDeletionProcessRepository";
import { LostRace } from "../application/records/lostRaces";
import { ErrorCode } from "../domain/ErrorCode";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { RecordWithProcess } from "../domain/record/ProcessRecord";
import { SentCommand } from "../domain/record/SentCommand";
import { timestampOf } from "../domain/Timestamp";
import { RemoteProcess } from "./client/answers";
import { BackboneClient, type PreparedCommand } from "./client/BackboneClient";
import { BackboneFailure } from "./client/BackboneFailure";
import { PendingCommand, SenderDependencies } from "./PendingCommand";
import { CommandResultRecorder } from "./CommandResultRecorder";
import { isEffectOf } from "./decisions/merge";
import { RemoteState } from "./decisions/RemoteState";
import { Turn } from "./IdentityQueues";
import { outcomeIsNotKnownYet, processIsInDoubt } from "./errors";
import { Reconciler } from "./Reconciler";

/** A command is durable before it is sent. After a lost answer the Backbone is asked, or the next call has to ask. */
export class CommandSender {
    private readonly result: CommandResultRecorder;

    public constructor(
        private readonly repository: IdentityDeletionProcessRepository,
        private readonly client: BackboneClient,
        private readonly reconciler: Reconciler,
        private readonly dependencies: SenderDependencies
    ) {
        this.result = new CommandResultRecorder(repository, reconciler, dependencies.newRecord);
    }

    /** Throws `LostRace` if the slot was taken; nothing was sent. The record of `missing`, in doubt, holds the command. */
    public async initiate(
        turn: Turn,
        lengthOfGracePeriodInDays: number | undefined,
        missing?: RecordWithProcess
    ): Promise<IdentityDeletionProcess> {
        const token = await this.logIn();
        // The Backbone's time says later whose a process is: any answer has it.
        if (!this.dependencies.backboneClock.isKnown) await this.client.list(this.dependencies.identity);
        const request = { command: "initiate", lengthOfGracePeriodInDays } as const;
        const sent = await PendingCommand.begin(request, this.repository, this.dependencies, missing);
        return await this.send(
            turn,
            sent,
            token,
            (prepared) => this.client.initiate(this.dependencies.identity, lengthOfGracePeriodInDays, prepared),
            (failure) => this.afterFailedInitiate(turn, sent, failure)
        );
    }

    /** Throws `LostRace` where the process was changed since it was read; then the command was not sent or had no effect. */
    public async cancel(turn: Turn, record: RecordWithProcess): Promise<IdentityDeletionProcess> {
        const token = await this.logIn();
        const sent = await PendingCommand.begin({ command: "cancel" }, this.repository, this.dependencies, record);
        const { id } = record.process;
        return await this.send(
            turn,
            sent,
            token,
            (prepared) => this.client.cancel(this.dependencies.identity, id, prepared),
            (failure) => this.afterFailedCancel(turn, sent, id, failure)
        );
    }

    private logIn(): Promise<string> {
        return this.reconciler.recordIfDeleted(this.client.logIn(this.dependencies.identity));
    }

    private async send(
        turn: Turn,
        sent: PendingCommand,
        token: string,
        request: (prepared: PreparedCommand) => Promise<RemoteProcess>,
        afterFailure: (failure: BackboneFailure) => Promise<IdentityDeletionProcess>
    ): Promise<IdentityDeletionProcess> {
        const endUpdate = turn.beginUpdate();
        let remote: RemoteProcess;
        try {
            remote = await this.reconciler.recordIfDeleted(request({ token, beforeSending: () => sent.renew() }));
        } catch (error) {
            // After a lost race nothing was sent. A deletion is stored by now.
            if (!(error instanceof BackboneFailure) || error.code === ErrorCode.identityIsDeleted) throw error;
            return await afterFailure(error);
        }
        const seenAt = timestampOf(this.dependencies.clock.now());
        const process = await this.result.store(turn, sent.record, { remote, seenAt });
        endUpdate();
        return process;
    }

    private async afterFailedInitiate(
        turn: Turn,
        sent: PendingCommand,
        failure: BackboneFailure
    ): Promise<IdentityDeletionProcess> {
        const isConflict = failure.code === ErrorCode.activeIdentityDeletionProcessAlreadyExists;
        if (failure.outcome === "notDone" && !isConflict) {
            await sent.withdraw();
            throw failure;
        }
        // A conflict may be with the command itself, if a proxy has sent it twice.
        const state = await this.findOut(turn, sent, failure);
        const missing = sent.record.process;
        const process =
            missing === undefined ? (await this.repository.findByKey(sent.record.key))?.process : state.process;
        const tolerance = this.dependencies.timeouts.clockToleranceInMs;
        const isEffect = process !== undefined && isEffectOf(sent.command, process.properties, tolerance);
        if (isEffect && process.id !== missing?.id) return requireKnownEnd(process);
        const isOpen = state.process !== undefined && !state.isMissing;
        if (isConflict || isOpen) throw IdentityDeletionError.activeProcessAlreadyExists();
        throw state.isInDoubt ? outcomeIsNotKnownYet(failure) : failure;
    }

    private async afterFailedCancel(
        turn: Turn,
        sent: PendingCommand,
        id: string,
        failure: BackboneFailure
    ): Promise<IdentityDeletionProcess> {
        const isElsewhere =
            failure.code === ErrorCode.noActiveIdentityDeletionProcess || failure.code === ErrorCode.recordNotFound;
        if (failure.outcome === "notDone" && !isElsewhere) {
            await sent.withdraw();
            throw failure;
        }
        const state = await this.findOut(turn, sent, failure);
        if (state.isMissing && state.process?.id === id) {
            throw state.isInDoubt ? outcomeIsNotKnownYet(failure) : processIsInDoubt(failure);
        }
        if (isElsewhere) {
            // Another device has cancelled it; if one has initiated anew, the person wants to cancel that one.
            if (state.process !== undefined && state.process.id !== id) throw new LostRace("It was replaced.");
            throw state.process?.status === IdentityDeletionProcessStatus.Deleting
                ? IdentityDeletionError.gracePeriodHasExpired()
                : IdentityDeletionError.noActiveProcess();
        }
        const process = (await this.repository.find(id))?.process;
        if (process?.status === IdentityDeletionProcessStatus.Cancelled) return process;
        if (process?.status === IdentityDeletionProcessStatus.Deleting)
            throw IdentityDeletionError.gracePeriodHasExpired();
        throw state.isInDoubt ? outcomeIsNotKnownYet(failure) : failure;
    }

    /** Stores that the answer is lost, and asks the Backbone. Throws `failure` where it does not answer. */
    private async findOut(turn: Turn, sent: PendingCommand, failure: BackboneFailure): Promise<RemoteState> {
        const { outcome } = failure;
        try {
            await sent.end(outcome !== "unknown");
            const refused: [string, SentCommand["command"]][] =
                outcome === "notDone" ? [[sent.record.key, sent.command.command]] : [];
            return await this.reconciler.reconcile(turn, new Map(refused));
        } catch (error) {
            throw error instanceof BackboneFailure && error.code === ErrorCode.authorityNotReachable ? failure : error;
        }
    }
}

/** Cancelled on another device meanwhile, and listed without its end: it is no success to show. */
function requireKnownEnd(process: IdentityDeletionProcess): IdentityDeletionProcess {
    if (process.properties.gracePeriodEndsAt !== undefined) return process;
    throw new IdentityDeletionError(
        ErrorCode.noActiveIdentityDeletionProcess,
        "The IdentityDeletionProcess was started, and another device has cancelled it in the meantime."
    );
}
