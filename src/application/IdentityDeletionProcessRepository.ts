import { Decision, Write } from "../domain/decisions/Decision";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { readRecord } from "../domain/record/codec";
import { lookupOf } from "../domain/record/columns";
import { isListed, isOpenElsewhere, ProcessRecord, slotHolderAmong } from "../domain/record/ProcessRecord";
import { PersistencePort, StoredRecord } from "../ports/PersistencePort";
import { requireReadable } from "../ports/unreadableRecords";
import { EventPublisher } from "./EventPublisher";
import { ProcessReader, SlotHolder } from "./ProcessReader";
import { retryLostRaces } from "./records/lostRaces";
import { RecordWriter } from "./records/RecordWriter";

/** Whose records a repository reads and writes. */
export interface RecordOwner {
    /** What the records say whose they are: the address, or a pseudonym of it. */
    readonly identityKey: string;
    readonly address: string;
}

/**
 * The records of one Identity. Every question to the port names that Identity, and every record that comes back is checked
 * to be its own: a store that answers with another's is corrupt, and its record goes no further.
 */
export class IdentityDeletionProcessRepository implements ProcessReader {
    private readonly writer: RecordWriter;

    public constructor(
        private readonly persistence: PersistencePort,
        publisher: EventPublisher,
        private readonly owner: RecordOwner
    ) {
        this.writer = new RecordWriter(persistence, publisher);
    }

    /** What holds the slot or is unsettled. */
    public async current(): Promise<ProcessRecord[]> {
        const records = await this.persistence.findCurrent(this.owner.identityKey);
        return records.map((record) => this.own(record));
    }

    public async find(processId: string): Promise<ProcessRecord | undefined> {
        const record = await this.persistence.findByLookup(lookupOf(this.owner.identityKey, processId));
        return record === undefined ? undefined : this.own(record);
    }

    /** The record of this key, also where it is over. Reads the whole history: only for what seldom happens. */
    public async findByKey(key: string): Promise<ProcessRecord | undefined> {
        const record = (await this.history()).find((record) => record.key === key);
        return record === undefined ? undefined : this.own(record);
    }

    /**
     * Reads what is current, has it decided, and writes, again from the start after each lost race. `optimistic`: the first
     * decision is made as if there was nothing, which the write itself checks. Rejects with what `decide` throws.
     */
    public async change<Value>(
        decide: (records: readonly ProcessRecord[]) => Decision<Value>,
        { optimistic = false } = {}
    ): Promise<Value> {
        return await retryLostRaces(async (lostRaces) => {
            const { writes, value } = decide(optimistic && lostRaces === 0 ? [] : await this.current());
            await this.carryOut(writes);
            return value;
        });
    }

    /** For what has asked others before it decided: rejects with `LostRace`, and then has to ask again. */
    public async carryOut(writes: readonly Write[]): Promise<ProcessRecord[]> {
        return await this.writer.carryOut(this.owner.address, writes);
    }

    /**
     * The process that keeps the Identity from starting another. Throws `authorityHasChanged` where another authority than
     * the module itself has decided an open one: only the host can say what shall happen to it.
     */
    public async findSlotHolder(): Promise<SlotHolder | undefined> {
        const records = await this.current();
        if (records.some(isOpenElsewhere)) throw IdentityDeletionError.authorityHasChanged();
        const process = slotHolderAmong(records)?.process;
        return process && { process };
    }

    public async findById(id: string): Promise<IdentityDeletionProcess | undefined> {
        return (await this.find(id))?.process;
    }

    /** All, oldest first. */
    public async list(): Promise<IdentityDeletionProcess[]> {
        const records = (await this.history()).map((record) => this.own(record));
        return records.filter(isListed).map(({ process }) => process!);
    }

    private async history(): Promise<StoredRecord[]> {
        return requireReadable(await this.persistence.list(this.owner.identityKey));
    }

    private own(record: StoredRecord): ProcessRecord {
        if (record.identityKey !== this.owner.identityKey) {
            throw IdentityDeletionError.storeIsCorrupt("The store answered with a record of another Identity.");
        }
        return readRecord(record);
    }
}
