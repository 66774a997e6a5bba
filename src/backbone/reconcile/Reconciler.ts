import { EventPublisher } from "../../application/EventPublisher";
import { ErrorCode } from "../../domain/ErrorCode";
import { IdentityContext } from "../../domain/IdentityContext";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../../domain/IdentityDeletionProcessStatus";
import { timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { IdentifierSource } from "../../ports/IdentifierSource";
import { Patience, pollIntervalInMs } from "../BackboneSettings";
import { isOpen } from "../client/answers";
import { BackboneClient } from "../client/BackboneClient";
import { BackboneFailure } from "../client/BackboneFailure";
import { IdentityDeletedEvent } from "../events/IdentityDeletedEvent";
import { Turn } from "../IdentityQueues";
import { Journal, LostRace } from "../journal/Journal";
import { JournalEntry } from "../journal/JournalEntry";
import { Correction } from "./Correction";
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

const nothingRefused: ReadonlySet<string> = new Set();

/** Asks the Backbone where the Identity stands, and corrects the local copy. */
export class Reconciler {
    public constructor(
        private readonly journal: Journal,
        private readonly client: BackboneClient,
        private readonly surroundings: Surroundings
    ) {}

    /**
     * `refused` are the keys of records whose commands the Backbone has just refused, in answer to the very call. Throws
     * what the client throws; with `identityIsDeleted` the local copy says so by then.
     */
    public async reconcile(turn: Turn, refused: ReadonlySet<string> = nothingRefused): Promise<Standing> {
        const { clock, identity, patience } = this.surroundings;
        for (let lostRaces = 0; lostRaces < mostLostRaces; lostRaces++) {
            const entries = await this.journal.current();
            const informed = turn.asking();
            const askedAt = clock.now().toMillis();
            const processes = await this.informedOfDeletion(() => this.client.list(identity));
            try {
                const evidence = { processes, askedAt, refused };
                const correction = new Correction(this.journal, entries, evidence, patience.clockToleranceInMs);
                const standing = await correction.carryOut();
                informed();
                return standing;
            } catch (error) {
                if (!(error instanceof LostRace)) throw error;
            }
        }
        throw new Error(`Others were faster ${mostLostRaces} times in a row.`);
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
            const holder = entries.find(({ record }) => record.slot === record.identityKey);
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
