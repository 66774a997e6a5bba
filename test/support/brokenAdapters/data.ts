import type { JsonObject, StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

/** Stores of the data what it knows. */
export class DropsUnknownData extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        const known: JsonObject = "process" in record.data ? { process: jsonOf(record.data).process } : {};
        return structuredClone({ ...record, data: known });
    }
}

/** Keeps of the old data what the new has no word of. */
export class MergesData extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        const stored = this.records.find((other) => other.key === record.key);
        return structuredClone({ ...record, data: { ...stored?.data, ...record.data } });
    }
}

/** Cuts long strings. */
export class CutsLongStrings extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        const cut = (_name: string, value: unknown) => (typeof value === "string" ? value.slice(0, 65_535) : value);
        return JSON.parse(JSON.stringify(record, cut)) as StoredRecord;
    }
}

/** Keeps numbers with the precision of four bytes. */
export class RoundsNumbers extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        const round = (_name: string, value: unknown) => (typeof value === "number" ? Math.fround(value) : value);
        return { ...record, data: JSON.parse(JSON.stringify(record.data, round)) as JsonObject };
    }
}

/** Updates the fields that it takes to be the changing ones. */
export class KeepsCreation extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        const stored = this.records.find((other) => other.key === record.key);
        return structuredClone({ ...record, createdAt: stored?.createdAt ?? record.createdAt });
    }
}

/** Answers as its columns are: 0 and 1 for false and true. */
export class AnswersWithColumns extends SimplePersistence {
    protected override copyOut(record: StoredRecord): StoredRecord {
        return { ...super.copyOut(record), unsettled: Number(record.unsettled) as unknown as boolean };
    }
}

/** Answers with more than was stored. */
export class AnswersWithMore extends SimplePersistence {
    protected override copyOut(record: StoredRecord): StoredRecord {
        return { ...super.copyOut(record), ...{ $loki: 1 } };
    }
}

/** Looks into the data and brings a status up to date when it is read. */
export class ReadThatWrites extends SimplePersistence {
    protected override copyOut(record: StoredRecord): StoredRecord {
        const process = jsonOf(record.data).process as JsonObject | undefined;
        if (process?.status === "Approved") {
            record.data = { ...record.data, process: { ...process, status: "Active" } };
            record.revision++;
        }
        return super.copyOut(record);
    }
}

/** Writes down each time that a record is listed, where only another read shows it. */
export class ListThatCounts extends SimplePersistence {
    public override async list(...asked: Parameters<SimplePersistence["list"]>): Promise<StoredRecord[]> {
        const listed = await super.list(...asked);
        for (const record of this.records) {
            if (this.isOf(record, asked[0])) record.data = { ...record.data, listed: true };
        }
        return listed;
    }
}

/** Refuses what has more levels than its JSON column takes. */
export class ShallowData extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        if (levelsOf(record.data) > 10) this.refuse("unavailable");
        return super.copyIn(record);
    }
}

/** Refuses what is longer than its column of 65,535 bytes. */
export class SmallData extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        if (Buffer.byteLength(JSON.stringify(record.data)) > 65_535) this.refuse("unavailable");
        return super.copyIn(record);
    }
}

/** Stores revisions in four bytes. */
export class RevisionsOfFourBytes extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        return { ...super.copyIn(record), revision: record.revision | 0 };
    }
}

/** Compares revisions as numbers of four bytes. */
export class ComparesFourBytes extends SimplePersistence {
    protected override indexOf(identityKey: string, key: string, expectedRevision: number): number {
        const stored = this.records.find((record) => record.key === key);
        const isSame = stored !== undefined && (stored.revision | 0) === (expectedRevision | 0);
        return super.indexOf(identityKey, key, isSame ? stored.revision : expectedRevision);
    }
}

/** Keeps dates in a column whose years begin with 1000. */
export class NoYearZero extends SimplePersistence {
    protected override copyIn(record: StoredRecord): StoredRecord {
        if (record.createdAt < "1000") this.refuse("unavailable");
        return super.copyIn(record);
    }
}

function levelsOf(value: unknown): number {
    if (typeof value !== "object" || value === null) return 0;
    return 1 + Math.max(0, ...Object.values(value).map(levelsOf));
}
