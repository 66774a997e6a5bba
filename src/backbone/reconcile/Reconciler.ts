import { EventPublisher } from "../../application/EventPublisher";
import { deletionHasBegun } from "../../application/IdentityDeletionProcessMapper";
import { ErrorCode } from "../../domain/ErrorCode";
import { IdentityContext } from "../../domain/IdentityContext";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus, isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { IdentifierSource } from "../../ports/IdentifierSource";
import { Patience, pollIntervalInMs } from "../BackboneSettings";
import { BackboneClient } from "../client/BackboneClient";
import { BackboneFailure } from "../client/BackboneFailure";
import { IdentityDeletedEvent } from "../events/IdentityDeletedEvent";
import { Turn } from "../IdentityQueues";
import { Journal, LostRace } from "../journal/Journal";
import { isForeignAndOpen, JournalEntry, slotHolderAmong } from "../journal/JournalEntry";
import { Correction } from "./Correction";
import { Evidence, RefusedCommands } from "./Evidence";
import { Standing } from "./Standing";

/** Each lost race means that another writer got on; more in a row than this, and the store is not telling the truth. */
export const mostLostRaces = 50;

interface Surroundings {
    readonly identity: IdentityContext;
    readonly clock: Clock;
    readonly identifiers: IdentifierSource;
    readonly publisher: EventPublisher;
    readonly patience: Patience;
}

const nothingRefused: RefusedCommands = new Map();

/** Asks the Backbone where the Identity stands, and corrects the local copy. */
export class Reconciler {
    public constructor(
        private readonly journal: Journal,
        private readonly client: BackboneClient,
        private readonly surroundings: Surroundings
    ) {}

    /**
     * `refused` are commands that the Backbone has just refused, in answer to the very call. Throws what the client throws;
     * with `identityIsDeleted` the local copy says so by then. Throws `authorityHasChanged` where the store has an open
     * process that no Backbone decided and that this one does not show either: only the host can say what shall happen.
     */
    public async reconcile(turn: Turn, refused: RefusedCommands = nothingRefused): Promise<Standing> {
        for (let lostRaces = 0; lostRaces < mostLostRaces; lostRaces++) {
            const entries = await this.journal.current();
            const informed = turn.asking();
            const evidence = await this.informedOfDeletion(() => this.ask(entries, refused));
            try {
                const { clockToleranceInMs } = this.surroundings.patience;
                const standing = await new Correction(this.journal, entries, evidence, clockToleranceInMs).carryOut();
                informed();
                await this.requireDecided(entries);
                return standing;
            } catch (error) {
                if (!(error instanceof LostRace)) throw error;
            }
        }
        throw new Error(`Others were faster ${mostLostRaces} times in a row.`);
    }

    /** Asks for the list, and once more for each process that should be in it and is not: by id, and after its end by a log-in. */
    private async ask(entries: readonly JournalEntry[], refused: RefusedCommands): Promise<Evidence> {
        const { clock, identity, patience } = this.surroundings;
        const { clockToleranceInMs } = patience;
        const askedAt = clock.now().toMillis();
        const processes = await this.client.list(identity);
        const provedEnded = new Set<string>();
        const list = new Evidence(processes, askedAt, refused, clockToleranceInMs);
        for (const { process } of entries.filter((entry) => list.lacks(entry))) {
            const { id, properties } = process!;
            const found = await this.client.get(identity, id);
            if (found !== undefined) processes.push(found);
            else if (askedAt >= Date.parse(properties.gracePeriodEndsAt ?? "9999") + clockToleranceInMs) {
                await this.client.logInAnew(identity);
                provedEnded.add(id);
            }
        }
        return new Evidence(processes, askedAt, refused, clockToleranceInMs, provedEnded);
    }

    private async requireDecided(before: readonly JournalEntry[]): Promise<void> {
        if (!before.some(isForeignAndOpen)) return;
        if ((await this.journal.current()).some(isForeignAndOpen)) throw IdentityDeletionError.authorityHasChanged();
    }

    /**
     * Settles what is unsettled. Where a command may be in flight in another process of the operating system, that one is
     * given time to settle it itself, if the Backbone cannot tell yet.
     */
    public async settle(turn: Turn): Promise<Standing> {
        const standing = await this.reconcile(turn);
        if (!standing.isInFlight || standing.process !== undefined) return standing;
        const polls = Math.ceil(this.surroundings.patience.waitForOthersInMs / pollIntervalInMs);
        for (let poll = 0; poll < polls; poll++) {
            await new Promise((resolve) => setTimeout(resolve, pollIntervalInMs));
            const entries = await this.journal.current();
            if (!entries.some(({ record, intents }) => record.unsettled && intents.some((each) => !each.hasEnded)))
                break;
        }
        return await this.reconcile(turn);
    }

    /** Runs what asks the Backbone. Where the answer is that the Identity is deleted, the local copy says so first. */
    public async informedOfDeletion<Value>(work: () => Promise<Value>): Promise<Value> {
        try {
            return await work();
        } catch (error) {
            if (error instanceof BackboneFailure && error.code === ErrorCode.identityIsDeleted)
                await this.markDeleted();
            throw error;
        }
    }

    private async markDeleted(): Promise<void> {
        for (let lostRaces = 0; lostRaces < mostLostRaces; lostRaces++) {
            const entries = await this.journal.current();
            const holder = slotHolderAmong(entries);
            // What is being deleted here by its own lifecycle is finished by it.
            if (holder !== undefined && deletionHasBegun(holder.record)) return;
            try {
                if (holder?.process?.status !== IdentityDeletionProcessStatus.Deleted)
                    await this.writeTombstone(holder);
                for (const entry of entries) if (entry !== holder) await this.close(entry);
                return;
            } catch (error) {
                if (!(error instanceof LostRace)) throw error;
            }
        }
        throw new Error(`Others were faster ${mostLostRaces} times in a row.`);
    }

    private async writeTombstone(holder: JournalEntry | undefined): Promise<void> {
        const { identity, identifiers, publisher, clock } = this.surroundings;
        const status = IdentityDeletionProcessStatus.Deleted;
        const deletionConfirmedAt = timestampOf(clock.now());
        if (holder?.process !== undefined) {
            const process = new IdentityDeletionProcess({ ...holder.process.properties, status });
            await this.journal.change(holder, { process, intents: [], deletionConfirmedAt });
            publisher.publish(new IdentityDeletedEvent(identity.address, process.id));
            return;
        }
        const process = new IdentityDeletionProcess({ id: identifiers.nextProcessId(), status });
        const content = { process, intents: [], unlisted: true, deletionConfirmedAt };
        if (holder === undefined) await this.journal.add(content);
        else await this.journal.change(holder, content);
        publisher.publish(new IdentityDeletedEvent(identity.address, undefined));
    }

    private async close(entry: JournalEntry): Promise<void> {
        const { process } = entry;
        if (process === undefined) return await this.journal.remove(entry);
        const status = isOpen(process.status) ? IdentityDeletionProcessStatus.Cancelled : process.status;
        const closed = new IdentityDeletionProcess({ ...process.properties, status });
        await this.journal.change(entry, { process: closed, intents: [], closedByAbsence: status !== process.status });
    }
}
