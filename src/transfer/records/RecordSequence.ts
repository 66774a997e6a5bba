import type { Pseudonyms } from "../../application/pseudonym/Pseudonyms";
import type { StoredRecord } from "../../ports/PersistencePort";
import { ContentDigest } from "./ContentDigest";
import { DigestSet } from "./DigestSet";
import { type Header, lineOf, lineOfRecord, type Trailer } from "./format";
import { brokenAddressOf, brokenPseudonymOf, brokenRuleOf } from "./recordRules";

/** Checks records in the order of their keys, each alone and against those before. Keeps less than 100 bytes of each. */
export class RecordSequence {
    private readonly digest = new ContentDigest();
    private readonly slots = new DigestSet();
    private readonly lookups = new DigestSet();
    private lastKey = "";
    private count = 0;

    /** `pseudonyms` say whether an address belongs to its record; absent: unchecked. */
    public constructor(
        private readonly header: Header,
        private readonly pseudonyms?: Pseudonyms
    ) {
        this.digest.add(lineOf(header));
    }

    public get length(): number {
        return this.count;
    }

    /** What is wrong, or the canonical line. Of no further use after a fault. */
    public next(record: unknown): { readonly fault: string } | { readonly line: string } {
        const fault = brokenRuleOf(record) ?? this.faultAmongOthers(record as StoredRecord);
        if (fault !== undefined) return { fault };
        const line = lineOfRecord(record as StoredRecord);
        this.digest.add(line);
        this.count++;
        return { line };
    }

    public end(): Trailer {
        return { count: this.count, sha256: this.digest.end() };
    }

    private faultAmongOthers(record: StoredRecord): string | undefined {
        const { key, slot, lookup } = record;
        if (key <= this.lastKey) return "its key is not behind that of the record before it";
        this.lastKey = key;
        if (!this.slots.add(slot)) return "a record before it holds the same slot";
        if (!this.lookups.add(lookup)) return "a record before it has the same lookup";
        return this.header.pseudonymKey === null ? brokenAddressOf(record) : brokenPseudonymOf(record, this.pseudonyms);
    }
}
