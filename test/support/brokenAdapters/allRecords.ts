import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Scans in the order of writing. */
export class ScansInOrderOfWriting extends SimplePersistence {
    protected override isBehind(key: string, after: string): boolean {
        const places = this.records.map((record) => record.key);
        return places.indexOf(key) > places.indexOf(after);
    }

    protected override compareKeys(): number {
        return 0;
    }
}

/** Compares keys as a language sorts words. */
export class ScansInOrderOfALanguage extends SimplePersistence {
    protected override compareKeys(one: string, other: string): number {
        return one.localeCompare(other, "en");
    }
}

/** Begins a page with the last record of the one before. */
export class ScansFromThePosition extends SimplePersistence {
    protected override isBehind(key: string, after: string): boolean {
        return this.compareKeys(key, after) >= 0;
    }
}

/** Gives what is to be done, and leaves out what is over. */
export class ScansWhatIsOpen extends SimplePersistence {
    public override async scan(after: string | undefined, limit: number): Promise<StoredRecord[]> {
        return (await super.scan(after, limit)).filter((record) => record.dueAt !== null || record.unsettled);
    }
}

/** Goes on scanning in what there was when the scan began. */
export class ScansASnapshot extends SimplePersistence {
    private snapshot: StoredRecord[] = [];

    public override async scan(after: string | undefined, limit: number): Promise<StoredRecord[]> {
        if (after === undefined) this.snapshot = await super.scan(undefined, Infinity);
        this.requireOpen();
        return this.snapshot.filter(({ key }) => after === undefined || this.isBehind(key, after)).slice(0, limit);
    }
}
