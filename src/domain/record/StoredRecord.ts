export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export interface JsonObject {
    [name: string]: JsonValue;
}

/**
 * One process with all that belongs to it, so that one atomic write keeps it whole on every kind of database.
 * - **The store's own mark** is one record: `key`, `identityKey` and `slot` are `!store`, `lookup` is `!store#mark`, `dueAt`
 *   is null. To an adapter it is a record as any other.
 * - **Strings**, also in `data`, hold no U+0000 and no lone surrogates, but every other character. Lengths are in UTF-16
 *   code units, each at most three bytes of UTF-8. Equality and order go by code unit: case, trailing spaces and Unicode
 *   normal forms count, which many collations ignore. What the database cannot store in full it must refuse (`unavailable`).
 * - **Dates** are 24 ASCII characters, `2026-11-23T10:00:00.000Z`, UTC: as strings they are in the order of time. Both ends
 *   occur, `0000-01-01T00:00:00.000Z` and `9999-12-31T23:59:59.999Z`.
 */
export interface StoredRecord {
    /** 1 to 64 ASCII characters, 0x21 to 0x7e. Unique; never changes. Of one module's new ones, the later is greater. */
    key: string;
    /** The Identity's address, or a pseudonym of it. 1 to 80 code units of any text. Never changes. */
    identityKey: string;
    /** Unique: `identityKey` while the Identity may not start another process, otherwise `key`. Up to 80 code units. */
    slot: string;
    /** Unique: `identityKey`, `#`, and 1 to 64 characters of the form of `key`: up to 145 code units. */
    lookup: string;
    /** A whole number up to 2^53 - 1: 1 when new, one more with each update. An import inserts the one that it has. */
    revision: number;
    /** Old data may not know it: then it is the earliest date. */
    createdAt: string;
    /** When the lifecycle next has to look at it; `null`: never. The latest date where it waits for an operator. */
    dueAt: string | null;
    /** A command was sent whose outcome is not known yet. */
    unsettled: boolean;
    /**
     * A JSON object that adapters store and never look into. At most 256 KiB as JSON in UTF-8 (most have less than 1 KiB),
     * and 16 levels of objects and arrays, `data` itself the first. Numbers are finite; -0 may come back as 0. No property
     * is named `__proto__`. The order of lists must be kept, that of properties need not.
     */
    data: object;
}

/** Only for `codec.ts`, adapters, the contract kit, and imports; all other code uses `readRecord`. */
export function jsonOf(data: object): JsonObject {
    return data as JsonObject;
}
