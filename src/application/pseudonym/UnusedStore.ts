import { PersistencePort, StoredRecord } from "../../ports/PersistencePort";
import { findKeyMark, requireFittingKey } from "./KeyMark";

/**
 * A store that held nothing when a module without a pseudonym key opened it, for as long as that module is open. Another
 * host, with a key, may have opened it too: the first insert looks for the mark of that one, and is taken back if there
 * is one. All else goes straight through. (A store in use needs none of this: a key is refused there.)
 */
export class UnusedStore implements PersistencePort {
    private isTakenIntoUse = false;

    public constructor(private readonly store: PersistencePort) {}

    public get isDurable(): boolean {
        return this.store.isDurable;
    }

    public open(): Promise<void> {
        return this.store.open();
    }

    public close(): Promise<void> {
        return this.store.close();
    }

    public insert(record: StoredRecord): Promise<void> {
        return this.isTakenIntoUse ? this.store.insert(record) : this.insertAndLook(record);
    }

    public update(...call: Parameters<PersistencePort["update"]>): ReturnType<PersistencePort["update"]> {
        return this.store.update(...call);
    }

    public delete(...call: Parameters<PersistencePort["delete"]>): ReturnType<PersistencePort["delete"]> {
        return this.store.delete(...call);
    }

    public findCurrent(
        ...call: Parameters<PersistencePort["findCurrent"]>
    ): ReturnType<PersistencePort["findCurrent"]> {
        return this.store.findCurrent(...call);
    }

    public findByLookup(
        ...call: Parameters<PersistencePort["findByLookup"]>
    ): ReturnType<PersistencePort["findByLookup"]> {
        return this.store.findByLookup(...call);
    }

    public list(...call: Parameters<PersistencePort["list"]>): ReturnType<PersistencePort["list"]> {
        return this.store.list(...call);
    }

    public findDue(...call: Parameters<PersistencePort["findDue"]>): ReturnType<PersistencePort["findDue"]> {
        return this.store.findDue(...call);
    }

    public scan(...call: Parameters<PersistencePort["scan"]>): ReturnType<PersistencePort["scan"]> {
        return this.store.scan(...call);
    }

    private async insertAndLook(record: StoredRecord): Promise<void> {
        await this.store.insert(record);
        const mark = await findKeyMark(this.store);
        if (mark === undefined) {
            this.isTakenIntoUse = true;
            return;
        }
        await this.store.delete(record.identityKey, record.key, record.revision);
        requireFittingKey(mark, undefined);
    }
}
