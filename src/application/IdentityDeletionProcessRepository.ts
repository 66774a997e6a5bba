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

export interface RecordOwner {
    readonly identityKey: string;
    readonly address: string;
}

/** Checks that every record the store returns is this Identity's: a store that answers with another's is corrupt. */
export class IdentityDeletionProcessRepository implements ProcessReader {
    private readonly writer: RecordWriter;

    public constructor(
        private readonly persistence: PersistencePort,
        publisher: EventPublisher,
        private readonly owner: RecordOwner
    ) {
        this.writer = new RecordWriter(persistence, publisher);
    }

    public async current(): Promise<ProcessRecord[]> {
        const records = await this.persistence.findCurrent(this.owner.identityKey);
        return records.map((record) => this.own(record));
    }

    public async find(processId: string): Promise<ProcessRecord | undefined> {
        const record = await this.persistence.findByLookup(lookupOf(this.owner.identityKey, processId));
        return record === undefined ? undefined : this.own(record);
    }

    /** Reads the whole history: only for what rarely happens. */
    public async findByKey(key: string): Promise<ProcessRecord | undefined> {
        const record = (await this.history()).find((record) => record.key === key);
        return record === undefined ? undefined : this.own(record);
    }

    /** Starts over after each lost race. `optimistic`: decides first as if there were nothing, which the write checks. */
    public change<Value>(
        decide: (records: readonly ProcessRecord[]) => Decision<Value>,
        { optimistic = false } = {}
    ): Promise<Value> {
        return retryLostRaces(async (lostRaces) => {
            const { writes, value } = decide(optimistic && lostRaces === 0 ? [] : await this.current());
            await this.carryOut(writes);
            return value;
        });
    }

    /** For callers that must ask a remote authority again after a `LostRace`. */
    public carryOut(writes: readonly Write[]): Promise<ProcessRecord[]> {
        return this.writer.carryOut(this.owner.address, writes);
    }

    /** Throws `authorityHasChanged` where another authority has an open process: only the host can decide about it. */
    public async findSlotHolder(): Promise<SlotHolder | undefined> {
        const records = await this.current();
        if (records.some(isOpenElsewhere)) throw IdentityDeletionError.authorityHasChanged();
        const process = slotHolderAmong(records)?.process;
        return process && { process };
    }

    public async findById(id: string): Promise<IdentityDeletionProcess | undefined> {
        return (await this.find(id))?.process;
    }

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
