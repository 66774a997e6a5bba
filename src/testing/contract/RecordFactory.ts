import type { JsonObject, StoredRecord } from "../../ports/PersistencePort";

const firstCreation = Date.parse("2026-11-23T10:00:00.000Z");

/** Makes records for one test: all different, each created a second after the one before, the same at every run. */
export class RecordFactory {
    private count = 0;

    /** The key of an Identity that no other record of this test belongs to. */
    public identity(): string {
        return `did:e:example.org:dids:${this.nextNumber(22)}`;
    }

    /** A record that keeps its Identity from starting another process. */
    public holder(identityKey: string, changes: Partial<StoredRecord> = {}): StoredRecord {
        return { ...this.past(identityKey), slot: identityKey, ...changes };
    }

    /** A record that holds nothing but its own place; with another key also that key's slot. */
    public past(identityKey: string, changes: Partial<StoredRecord> = {}): StoredRecord {
        const number = this.nextNumber(8);
        const key = changes.key ?? `${number}Record`;
        return {
            key,
            identityKey,
            slot: key,
            lookup: `${identityKey}#IDP${number.padStart(17, "0")}`,
            revision: 1,
            createdAt: new Date(firstCreation + 1000 * this.count).toISOString(),
            dueAt: null,
            unsettled: false,
            data: dataOf(number),
            ...changes
        };
    }

    private nextNumber(length: number): string {
        return (++this.count).toString(36).padStart(length, "0");
    }
}

/** The record as the next update stores it. */
export function next(record: StoredRecord, changes: Partial<StoredRecord> = {}): StoredRecord {
    return { ...record, revision: record.revision + 1, ...changes };
}

function dataOf(number: string): JsonObject {
    return {
        process: { id: `IDP${number.padStart(17, "0")}`, status: "Active", devices: ["first", "second"] },
        journal: [{ step: 1, note: null, done: true }]
    };
}
