import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentifierSource } from "../ports/IdentifierSource";
import { PersistencePort, StoredRecord } from "../ports/PersistencePort";
import { requireReadable } from "../ports/unreadableRecords";
import {
    isHistory,
    isOpenElsewhere,
    lookupOf,
    newRecord,
    nextRecord,
    processOf
} from "./IdentityDeletionProcessMapper";
import type { FirstLook } from "./ModuleLifecycle";
import { ProcessReader } from "./ProcessReader";

/** A process as it was read, with the record that a change of it must still find. */
export interface StoredProcess {
    readonly process: IdentityDeletionProcess;
    readonly record: StoredRecord;
}

/**
 * The processes of one Identity. Every question to the port names that Identity, and every record that comes back is
 * checked to be its own: a store that answers with another's is corrupt, and its record goes no further.
 */
export class IdentityDeletionProcessRepository implements ProcessReader {
    public constructor(
        private readonly persistence: PersistencePort,
        private readonly identifiers: IdentifierSource,
        private readonly identityKey: string,
        /** The Identity's own; absent where `identityKey` is it. */
        private readonly address = identityKey,
        /** Absent: a lifecycle elsewhere, if there is one, finds and plans the new process. */
        private readonly firstLook?: FirstLook
    ) {}

    /** Rejects with the port's `slotTaken` where the Identity may not start another process. */
    public add(process: IdentityDeletionProcess): Promise<void> {
        const key = this.identifiers.nextRecordKey();
        const record = newRecord(key, this.identityKey, process, this.address);
        const { firstLook } = this;
        return firstLook === undefined ? this.persistence.insert(record) : this.addPlanned(record, process, firstLook);
    }

    /** Rejects with the port's `staleRevision` or `notFound` where someone else has changed the record since it was read. */
    public replace(stored: StoredProcess, process: IdentityDeletionProcess): Promise<void> {
        return this.persistence.update(nextRecord(stored.record, process), stored.record.revision);
    }

    /**
     * The process that keeps the Identity from starting another. Throws `authorityHasChanged` where another authority than
     * the module itself has decided an open one: only the host can say what shall happen to it.
     */
    public async findSlotHolder(): Promise<StoredProcess | undefined> {
        const current = await this.persistence.findCurrent(this.identityKey);
        if (current.some((record) => record.identityKey === this.identityKey && isOpenElsewhere(record))) {
            throw IdentityDeletionError.authorityHasChanged();
        }
        const holder = current.find((record) => record.slot === this.identityKey);
        return holder === undefined ? undefined : { process: this.own(holder), record: holder };
    }

    public async findById(id: string): Promise<IdentityDeletionProcess | undefined> {
        const record = await this.persistence.findByLookup(lookupOf(this.identityKey, id));
        return record === undefined ? undefined : this.own(record);
    }

    /** All, oldest first. */
    public async list(): Promise<IdentityDeletionProcess[]> {
        const records = requireReadable(await this.persistence.list(this.identityKey));
        return records.filter(isHistory).map((record) => this.own(record));
    }

    private async addPlanned(
        record: StoredRecord,
        process: IdentityDeletionProcess,
        firstLook: FirstLook
    ): Promise<void> {
        const dueAt = firstLook.firstLookAt(process);
        await this.persistence.insert({ ...record, dueAt });
        firstLook.stored(dueAt);
    }

    private own(record: StoredRecord): IdentityDeletionProcess {
        if (record.identityKey !== this.identityKey) {
            throw IdentityDeletionError.storeIsCorrupt("The store answered with a record of another Identity.");
        }
        return processOf(record);
    }
}
