import { EventPublisher } from "../application/EventPublisher";
import { IdentityDeletionProcessRepository } from "../application/IdentityDeletionProcessRepository";
import { LostRace, retryLostRaces } from "../application/records/lostRaces";
import { ErrorCode } from "../domain/ErrorCode";
import { IdentityContext } from "../domain/IdentityContext";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { isOpen } from "../domain/IdentityDeletionProcessStatus";
import { hasProcess, ProcessRecord } from "../domain/record/ProcessRecord";
import { timestampOf } from "../domain/Timestamp";
import { Clock } from "../ports/Clock";
import { IdentifierSource } from "../ports/IdentifierSource";
import { BackboneClient } from "./client/BackboneClient";
import { BackboneFailure } from "./client/BackboneFailure";
import { Evidence, RefusedCommands } from "./decisions/Evidence";
import { reconcile } from "./decisions/reconcile";
import { recordDeletedIdentity } from "./decisions/recordDeletedIdentity";
import { isForeignAndOpen, RemoteState } from "./decisions/RemoteState";
import { processIsInDoubt } from "./errors";
import { IdentityDeletedEvent } from "./events/IdentityDeletedEvent";
import { Turn } from "./IdentityQueues";
import { pollIntervalInMs, Timeouts } from "./Timeouts";

interface Dependencies {
    readonly identity: IdentityContext;
    readonly clock: Clock;
    readonly identifiers: IdentifierSource;
    readonly publisher: EventPublisher;
    readonly timeouts: Timeouts;
    readonly newRecord: () => ProcessRecord;
}

function isRefusedLogIn({ code }: BackboneFailure): boolean {
    return code === ErrorCode.invalidCredentials || code === ErrorCode.deviceWasRemoved;
}

const nothingRefused: RefusedCommands = new Map();

export class Reconciler {
    public constructor(
        private readonly repository: IdentityDeletionProcessRepository,
        private readonly client: BackboneClient,
        private readonly dependencies: Dependencies
    ) {}

    /**
     * `refused` are commands that the Backbone has just refused. Throws `authorityHasChanged` where an open process is one
     * that no Backbone has decided or shows: only the host can decide then. After a lost race the Backbone is asked again.
     */
    public async reconcile(turn: Turn, refused: RefusedCommands = nothingRefused): Promise<RemoteState> {
        return await retryLostRaces(async () => {
            const current = await this.repository.current();
            const endUpdate = turn.beginUpdate();
            const evidence = await this.recordIfDeleted(this.ask(current, refused));
            const history = await this.historyOf(evidence, current);
            const { clock, newRecord, timeouts } = this.dependencies;
            if (evidence.isOutdated(clock.now().toMillis())) throw new LostRace("The Backbone was asked too long ago.");
            const { clockToleranceInMs } = timeouts;
            const { writes, value } = reconcile({ current, history, evidence, newRecord, clockToleranceInMs });
            await this.repository.carryOut(writes);
            endUpdate();
            await this.requireDecided(current);
            return value;
        });
    }

    /** Asks for the list, and again for each process that it should have and lacks: by id, and after its end by a login. */
    private async ask(records: readonly ProcessRecord[], refused: RefusedCommands): Promise<Evidence> {
        const { clock, identity, timeouts } = this.dependencies;
        const { clockToleranceInMs } = timeouts;
        const askedAt = clock.now().toMillis();
        const processes = await this.client.list(identity);
        const provedEnded = new Set<string>();
        const list = new Evidence(processes, askedAt, refused, clockToleranceInMs);
        for (const { process } of records.filter(hasProcess).filter((record) => list.lacks(record))) {
            const { id, properties } = process;
            const found = await this.client.get(identity, id);
            if (found !== undefined) processes.push(found);
            else if (askedAt >= Date.parse(properties.gracePeriodEndsAt ?? "9999") + clockToleranceInMs) {
                await this.client.logInAnew(identity);
                provedEnded.add(id);
            }
        }
        return new Evidence(processes, askedAt, refused, clockToleranceInMs, provedEnded);
    }

    private async historyOf({ processes }: Evidence, current: readonly ProcessRecord[]): Promise<ProcessRecord[]> {
        const history: ProcessRecord[] = [];
        const replaced = current.flatMap((record) => record.replaced ?? []);
        for (const { id } of [...processes, ...replaced]) {
            if (current.some(({ process }) => process?.id === id)) continue;
            const stored = await this.repository.find(id);
            if (stored !== undefined) history.push(stored);
        }
        return history;
    }

    private async requireDecided(before: readonly ProcessRecord[]): Promise<void> {
        if (!before.some(isForeignAndOpen)) return;
        if ((await this.repository.current()).some(isForeignAndOpen)) throw IdentityDeletionError.authorityHasChanged();
    }

    /** Gives another process of the operating system time to store the answer that it may be waiting for. */
    public async settle(turn: Turn): Promise<RemoteState> {
        const state = await this.reconcile(turn);
        if (!state.isInFlight || state.process !== undefined) return state;
        const polls = Math.ceil(this.dependencies.timeouts.waitForOthersInMs / pollIntervalInMs);
        for (let poll = 0; poll < polls; poll++) {
            await new Promise((resolve) => setTimeout(resolve, pollIntervalInMs));
            const records = await this.repository.current();
            const isInFlight = ({ isUnsettled, commands }: ProcessRecord): boolean =>
                isUnsettled && commands.some(({ hasEnded }) => !hasEnded);
            if (!records.some(isInFlight)) break;
        }
        return await this.reconcile(turn);
    }

    /** Where the Identity is deleted, that is stored before this rejects. */
    public recordIfDeleted<Value>(asking: Promise<Value>): Promise<Value> {
        return asking.catch(async (error: unknown) => {
            if (!(error instanceof BackboneFailure)) throw error;
            if (error.code === ErrorCode.identityIsDeleted) await this.recordDeletedIdentity();
            if (isRefusedLogIn(error) && (await this.mayBeDeleted())) throw processIsInDoubt(error);
            throw error;
        });
    }

    /** A Backbone that deletes forgets the Identity first, and may fail to say later that it was deleted. */
    private async mayBeDeleted(): Promise<boolean> {
        const now = this.dependencies.clock.now();
        const records = await this.repository.current();
        return records.some(
            ({ process }) => process !== undefined && isOpen(process.status) && process.gracePeriodIsOver(now)
        );
    }

    private async recordDeletedIdentity(): Promise<void> {
        const { identity, identifiers, publisher, clock, newRecord } = this.dependencies;
        await retryLostRaces(async () => {
            const records = await this.repository.current();
            const newProcessId = (): string => identifiers.nextProcessId();
            const scope = { now: timestampOf(clock.now()), newProcessId, newRecord };
            const { writes, value } = recordDeletedIdentity(records, scope);
            if (!value.isNews) return await this.repository.carryOut(writes);
            // Published at once: after a lost race below it would be no news any more.
            await this.repository.carryOut(writes.slice(0, 1));
            publisher.publish(new IdentityDeletedEvent(identity.address, value.processId));
            return await this.repository.carryOut(writes.slice(1));
        });
    }
}
