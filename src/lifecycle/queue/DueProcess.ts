import { addressOf } from "../../application/pseudonym/addressOf";
import { Pseudonyms } from "../../application/pseudonym/Pseudonyms";
import { RecordWriter } from "../../application/records/RecordWriter";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { readRecord } from "../../domain/record/codec";
import { DeletionState } from "../../domain/record/DeletionState";
import { hasProcess, RecordWithProcess } from "../../domain/record/ProcessRecord";
import { StoredRecord } from "../../ports/PersistencePort";

/** A process as its last write left it. Once another has written, all further writes reject with `LostRace`. */
export class DueProcess {
    private constructor(
        private readonly writer: RecordWriter,
        /** Until the tombstone the record holds it in the clear. */
        public readonly address: string,
        private current: RecordWithProcess
    ) {}

    /** Throws `storeIsCorrupt` also where it is not certain whose it is: deleters would delete another's data. */
    public static of(writer: RecordWriter, stored: StoredRecord, pseudonyms: Pseudonyms | undefined): DueProcess {
        const record = readRecord(stored);
        if (!hasProcess(record)) {
            throw IdentityDeletionError.storeIsCorrupt("The store holds a record that is no IdentityDeletionProcess.");
        }
        return new DueProcess(writer, addressOf(record, pseudonyms), record);
    }

    public get record(): RecordWithProcess {
        return this.current;
    }

    public get process(): IdentityDeletionProcess {
        return this.current.process;
    }

    public get deletion(): DeletionState {
        return this.current.deletion;
    }

    public get isDeletion(): boolean {
        return this.deletion.required.length > 0;
    }

    public get isDecidedElsewhere(): boolean {
        return this.current.authority !== undefined;
    }

    public async write(after: RecordWithProcess): Promise<void> {
        const [written] = await this.writer.carryOut(this.address, [{ kind: "update", before: this.current, after }]);
        this.current = { ...written, process: after.process };
    }
}
