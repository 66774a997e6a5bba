export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export interface JsonObject {
    [name: string]: JsonValue;
}

/**
 * One process with all that belongs to it, so that one atomic write keeps it whole on every kind of database.
 *
 * No text in it, also within `data`, holds U+0000 or half of a surrogate pair; numbers are finite, and -0 may come back as
 * 0; no property is named `__proto__`; the order of properties need not be kept.
 */
export interface StoredRecord {
    /** Local, ASCII; never changes. Of records created in the same millisecond by one module, the later has the greater key. */
    key: string;
    /** Whose it is: the Identity's address, unless the host has addresses hashed with a key. Never changes. */
    identityKey: string;
    /** Unique among all records: `identityKey` while the Identity may not start another process, otherwise `key`. */
    slot: string;
    /** Unique among all records: `identityKey`, `#` and the process id. */
    lookup: string;
    /** 1 when it is first stored; each update stores one more. What is moved to another store is inserted with what it has. */
    revision: number;
    /** UTC, `2026-11-23T10:00:00.000Z`: as text in the order of time. */
    createdAt: string;
    /** When the lifecycle next has to look at it, in the same form; `null`: never. */
    dueAt: string | null;
    /** A command was sent whose outcome is not known yet. */
    unsettled: boolean;
    /** What the core keeps about the process. Adapters store it and never look into it. */
    data: JsonObject;
}

/**
 * What can be said of a stored record that cannot be read, in its place on a page: why, in words that hold no values, its
 * key, and of the other columns those that can be read.
 */
export type UnreadableRecord = { readonly unreadable: string; readonly key: string } & Partial<
    Omit<StoredRecord, "key" | "data">
>;

/** What is on a page of `list`, `findDue` or `scan`. */
export type PageEntry = StoredRecord | UnreadableRecord;

export function isUnreadable(entry: PageEntry): entry is UnreadableRecord {
    return (entry as Partial<UnreadableRecord>).unreadable !== undefined;
}

/** Where a page of `list` begins: behind the record with this position. */
export type RecordPosition = Pick<StoredRecord, "createdAt" | "key">;

/** Where a page of `findDue` begins: behind the record with this position. */
export interface DuePosition {
    readonly dueAt: string;
    readonly key: string;
}

/**
 * Where records are kept. Whoever implements it owes what each method says, and the following; the contract kit of
 * `identity-deletion-process/testing` checks it.
 *
 * - **No status.** An adapter never looks into `data` and decides nothing.
 * - **Isolation.** A read that names an Identity never returns a record of another.
 * - **No aliasing.** What comes out, and what went in, can be changed by the caller without touching what is stored. An
 *   adapter changes nothing in what it is given, and adds no property to what it gives.
 * - **Failures are told apart.** Every method rejects with a `PersistenceError` and with nothing else; none throws.
 * - **Reads are fresh.** A read sees every write that has resolved, through whichever port over the same database.
 * - **Reads never write.**
 * - **An unreadable record costs only itself.** A page of `list`, `findDue` or `scan` has an `UnreadableRecord` in the
 *   place of a record that cannot be read, with what the page is ordered by; `delete` removes it like any other. An adapter
 *   that cannot do this rejects with `corrupt` instead, and then one such record stops the work on all that share its page.
 *   `findCurrent` and `findByLookup`, which are about one Identity, always reject with `corrupt`.
 * - **Cost.** `findCurrent` and `findByLookup` cost the same with ten records as with ten million, and so does
 *   `findDue` however many records are not due: keep an index for each.
 */
export interface PersistencePort {
    /** Whether what a resolved write said is there after `kill -9` and after a crash of the machine. */
    readonly isDurable: boolean;

    /**
     * Makes the store ready, and creates or migrates what it needs. Called before anything else; more than once is
     * harmless. Several processes may do it at the same moment. Until it has resolved, everything else is `unavailable`.
     * Rejects with `unavailable`, `corrupt` or `newerVersion`
     * and leaves what is there as it is.
     */
    open(): Promise<void>;

    /**
     * Lets go of what `open` took, and of nothing that the host handed in. Afterwards everything else is `unavailable`.
     * More than once, and without `open`, is harmless. Whether a closed port can be opened again is the adapter's to say.
     */
    close(): Promise<void>;

    /**
     * Stores a new record. Rejects with `slotTaken` or `duplicate` and then has changed nothing.
     *
     * Of any number of concurrent inserts into one slot, from any number of processes and machines that share the
     * database, exactly one wins. Have the database enforce it: a unique index over `slot`. Looking first is not enough.
     * Where another record breaks both rules at once, say `slotTaken`.
     */
    insert(record: StoredRecord): Promise<void>;

    /**
     * Replaces the record of the same `key` and `identityKey`, provided that its revision is `expectedRevision`:
     * compare-and-set, in one step. Everything but `key` and `identityKey` may differ. Rejects with `staleRevision` or
     * `notFound`, which comes first, and with `slotTaken` or `duplicate` where the new values belong to another record,
     * and then has changed nothing.
     */
    update(record: StoredRecord, expectedRevision: number): Promise<void>;

    /** Removes that record of that Identity under the same condition. Rejects with `staleRevision` or `notFound`. */
    delete(identityKey: string, key: string, expectedRevision: number): Promise<void>;

    /** The records of the Identity that hold its slot or are unsettled: none, one, seldom two; by `createdAt`, then `key`. */
    findCurrent(identityKey: string): Promise<StoredRecord[]>;

    /** The record with exactly this `lookup`. */
    findByLookup(lookup: string): Promise<StoredRecord | undefined>;

    /**
     * The Identity's records by `createdAt`, then `key`, both compared as plain text (by code unit); only those behind
     * `after`, which need not exist; at most `limit`, a whole number of at least 1 (default: all).
     */
    list(identityKey: string, after?: RecordPosition, limit?: number): Promise<PageEntry[]>;

    /**
     * The records of any Identity with a `dueAt` at or before `until`, by `dueAt`, then `key`, at most `limit`.
     * Only those behind `after` in that order, which need not exist. Costs the same however many are due before it, or are
     * not due at all. With `scan` the only method that looks across Identities.
     */
    findDue(until: string, limit: number, after?: DuePosition): Promise<PageEntry[]>;

    /**
     * All records of all Identities by `key`, compared as plain text (by code unit); only those behind `after`, which need
     * not exist; at most `limit`, a whole number of at least 1. For who moves or converts a whole store: goes from page to
     * page by the last key of each.
     *
     * A page is as the store is at the moment of its call. Over several pages, a record that is there from the first call
     * to the last is given once; one that is inserted or deleted meanwhile is given or not. A page costs the same wherever
     * it stands and however many records there are: the primary key over `key` does it. An adapter that cannot says so.
     */
    scan(after: string | undefined, limit: number): Promise<PageEntry[]>;
}
