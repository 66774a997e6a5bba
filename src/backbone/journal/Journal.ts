import { EventPublisher } from "../../application/EventPublisher";
import { clearAddress, lookupOf } from "../../application/IdentityDeletionProcessMapper";
import { IdentityContext } from "../../domain/IdentityContext";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { IdentifierSource } from "../../ports/IdentifierSource";
import { PersistenceError } from "../../ports/PersistenceError";
import { PersistencePort, StoredRecord } from "../../ports/PersistencePort";
import { requireReadable } from "../../ports/unreadableRecords";
import { EntryContent, entryOf, JournalEntry, newEntryRecord, nextEntryRecord } from "./JournalEntry";

/** Another writer was faster; what was read no longer counts. */
export class LostRace extends Error {
    public override readonly name = "LostRace";
}

interface Surroundings {
    readonly identity: IdentityContext;
    readonly identityKey: string;
    readonly persistence: PersistencePort;
    readonly identifiers: IdentifierSource;
    readonly publisher: EventPublisher;
}

/**
 * The local copy of one Identity's processes, and the intents among them. Every write is an insert or a compare-and-set;
 * whoever's write changes what is known of a process publishes it, so that each change is published once. A write that
 * loses throws `LostRace` and has changed nothing.
 */
export class Journal {
    public constructor(private readonly surroundings: Surroundings) {}

    /** What holds the slot or is unsettled; also an open process that no Backbone decided. */
    public async current(): Promise<JournalEntry[]> {
        const { persistence, identityKey } = this.surroundings;
        const records = await persistence.findCurrent(identityKey);
        return records.map((record) => this.own(record));
    }

    public async find(processId: string): Promise<JournalEntry | undefined> {
        const { persistence, identityKey } = this.surroundings;
        const record = await persistence.findByLookup(lookupOf(identityKey, processId));
        return record === undefined ? undefined : this.own(record);
    }

    /** The record of this key, wherever it stands. Reads the whole history: only for what seldom happens. */
    public async findByKey(key: string): Promise<JournalEntry | undefined> {
        const { persistence, identityKey } = this.surroundings;
        const record = requireReadable(await persistence.list(identityKey)).find((record) => record.key === key);
        return record === undefined ? undefined : this.own(record);
    }

    public async add(content: EntryContent): Promise<JournalEntry> {
        const { persistence, identifiers, identityKey, identity } = this.surroundings;
        const before = clearAddress(identityKey, identity.address);
        const record = newEntryRecord(identifiers.nextRecordKey(), identityKey, content, before);
        await raced(persistence.insert(record));
        this.publish(undefined, content);
        return { ...content, record };
    }

    public async change(entry: JournalEntry, content: EntryContent): Promise<JournalEntry> {
        const record = nextEntryRecord(entry, content);
        await raced(this.surroundings.persistence.update(record, entry.record.revision));
        this.publish(entry, content);
        return { ...content, record };
    }

    public async remove({ record }: JournalEntry): Promise<void> {
        const { persistence, identityKey } = this.surroundings;
        await raced(persistence.delete(identityKey, record.key, record.revision));
    }

    /** A process beside another is announced when it takes the slot or is over, not before. */
    private publish(before: EntryContent | undefined, { process, isBeside, unlisted }: EntryContent): void {
        if (process === undefined || isBeside || unlisted) return;
        const known = before?.isBeside ? undefined : before?.process;
        if (known?.id === process.id && known.status === process.status) return;
        this.surroundings.publisher.statusChanged(this.surroundings.identity, process);
    }

    private own(record: StoredRecord): JournalEntry {
        if (record.identityKey !== this.surroundings.identityKey) {
            throw IdentityDeletionError.storeIsCorrupt("The store answered with a record of another Identity.");
        }
        return entryOf(record);
    }
}

async function raced(write: Promise<void>): Promise<void> {
    try {
        await write;
    } catch (error) {
        const kind = PersistenceError.kindOf(error);
        if (kind === "slotTaken" || kind === "duplicate" || kind === "staleRevision" || kind === "notFound") {
            throw new LostRace("Another writer was faster.", { cause: error });
        }
        throw error;
    }
}
