export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export interface JsonObject {
    [name: string]: JsonValue;
}

/**
 * One process with all that belongs to it, so that one atomic write keeps it whole on every kind of database.
 *
 * One record of each store is no process but the store's own mark: `key`, `identityKey` and `slot` are `!store`, `lookup` is
 * `!store#mark`, and `dueAt` is null. The first module that opens the store inserts it. To an adapter it is a record as any
 * other; the unique index over `slot` decides between several modules that insert it at once.
 *
 * **Strings.** No string in it, also within `data`, contains U+0000 or half of a surrogate pair; every other character may
 * occur. Lengths are in UTF-16 code units, as `length` counts; a code unit takes at most three bytes of UTF-8. Two strings
 * are equal when they are equal code unit by code unit, and they are ordered by code unit: case, trailing spaces and
 * Unicode normal forms count. Configure the database accordingly: many collations ignore some of these.
 *
 * **Dates** are 24 ASCII characters, UTC with milliseconds, `2026-11-23T10:00:00.000Z`, from `0000-01-01T00:00:00.000Z` to
 * `9999-12-31T23:59:59.999Z`: compared as strings they are in the order of time. Both ends occur.
 *
 * A database that cannot store a string of the given length must refuse it (`unavailable`); it must never cut it.
 */
export interface StoredRecord {
    /**
     * 1 to 64 printable ASCII characters without the space (0x21 to 0x7e). Never changes, and is unique among all records.
     * Of records created in the same millisecond by one module, the later has the greater key.
     */
    key: string;
    /** Whose it is: the Identity's address, or a pseudonym of it. 1 to 80 code units of any text. Never changes. */
    identityKey: string;
    /**
     * Unique among all records: `identityKey` while the Identity may not start another process, otherwise `key`. So it has
     * up to 80 code units of any text.
     */
    slot: string;
    /** Unique among all records: `identityKey`, `#`, and 1 to 64 characters of the form of `key`: up to 145 code units. */
    lookup: string;
    /**
     * A whole number from 1 to 2^53 - 1. 1 when it is first stored; each update stores one more. What is moved to another
     * store is inserted with the revision that it has.
     */
    revision: number;
    /** When the process was created. Old data may not know: then it is the earliest date. */
    createdAt: string;
    /** When the lifecycle next has to look at it; `null`: never. What waits for an operator has the latest date. */
    dueAt: string | null;
    /** A command was sent whose outcome is not known yet. */
    unsettled: boolean;
    /**
     * What the core keeps about the process. Adapters store it and never look into it.
     *
     * A JSON object; what it says is the module's own business, and the type says nothing of it.
     * At most 256 KiB as JSON in UTF-8 (most have less than 1 KiB), and at most 16 levels of objects and arrays, `data`
     * itself being the first. Numbers are finite; -0 may come back as 0. No property is named `__proto__`. The order of
     * properties need not be kept, the order of lists must be.
     */
    data: object;
}

/**
 * What `data` holds: for its owner (`codec.ts`), adapters, the contract kit, and imports. All other code reads a record by
 * `readRecord`.
 */
export function jsonOf(data: object): JsonObject {
    return data as JsonObject;
}
