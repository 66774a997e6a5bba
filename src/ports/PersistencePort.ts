import type { StoredRecord } from "../domain/record/StoredRecord";

export type { JsonObject, JsonValue, StoredRecord } from "../domain/record/StoredRecord";

/** In the place of a record that cannot be read: why, without values, its key, and those columns that can be read. */
export type UnreadableRecord = { readonly unreadable: string; readonly key: string } & Partial<
    Omit<StoredRecord, "key" | "data">
>;

export type PageEntry = StoredRecord | UnreadableRecord;

export function isUnreadable(entry: PageEntry): entry is UnreadableRecord {
    return (entry as Partial<UnreadableRecord>).unreadable !== undefined;
}

/** A page begins behind it; there need not be a record at it. Its key is 0 to 65 ASCII characters, 0x01 to 0x7f. */
export type RecordPosition = Pick<StoredRecord, "createdAt" | "key">;

export interface DuePosition {
    readonly dueAt: string;
    readonly key: string;
}

/**
 * Where records are kept. The contract kit of `identity-deletion-process/testing` checks what an adapter owes:
 * - **Isolation.** A read that names an Identity returns no record of another, not even one with the same `slot`. Never look
 *   into `data`.
 * - **No aliasing.** The caller may change what it gave and what it got without changing what is stored. An adapter changes
 *   nothing in what it is given, and adds no property to what it returns.
 * - **Failures have kinds.** Every method returns a promise that rejects with nothing but a `PersistenceError`; none
 *   throws. Before `open` has resolved and after `close` was called, every other method rejects with `unavailable`.
 * - **A refusal changes nothing**: after `slotTaken`, `duplicate`, `staleRevision` or `notFound` every read, slot, key and
 *   lookup is as before. After `unavailable` a write has happened wholly or not at all.
 * - **One order of refusals**, where several apply. `insert`: `slotTaken`, `duplicate`. `update`: `notFound`,
 *   `staleRevision`, `slotTaken`, `duplicate`. `delete`: `notFound`, `staleRevision`. A record of another Identity is
 *   `notFound`, whatever its revision.
 * - **Lost answers.** Where the connection breaks, a write may have taken effect: reject with `unavailable`. One that is
 *   sent again meets its own record, and must not be refused because of it; it may resolve only if the stored record is, in
 *   every field, the one that was sent. Switch off the resending of drivers.
 * - **Reads are fresh.** A read, and a write's check, sees every write that has resolved, through whichever port over the
 *   same database, also in another process. Reads never write.
 * - **Pages** of `list`, `findDue` and `scan` have at most `limit` entries (whole, 1 to 2^31 - 1), and at least one where
 *   there is one: only an empty page is the end. `list` without `limit` returns all.
 * - **An unreadable record costs only itself.** A page has an `UnreadableRecord` in its place, with what the page is ordered
 *   by; `delete` removes it. Reject with `corrupt` where the `key` cannot be read, or, for `delete`, `identityKey` or
 *   `revision`. An adapter that cannot do this always rejects with `corrupt`: then one such record stops the work on all
 *   that share its page. `findCurrent` and `findByLookup` always do.
 * - **Cost.** `findCurrent` and `findByLookup` cost the same with ten records as with ten million; so does a page of
 *   `findDue`, however many are due before it or not due at all: keep an index for each.
 */
export interface PersistencePort {
    /** Whether a resolved write survives `kill -9` and a crash of the machine. Known before `open`; never changes. */
    readonly isDurable: boolean;

    /**
     * Creates or migrates what the store needs. May be called more than once, by several ports and processes at the same
     * moment: each call resolves once the store is ready. Where it rejects (`unavailable`, `corrupt`, `newerVersion`), it
     * leaves what is there as it is, and releases what it took. A newer database is refused each time, unchanged.
     */
    open(): Promise<void>;

    /**
     * Releases what `open` took, nothing that the host handed in. Affects no other port. Harmless more than once, without
     * `open`, and while `open` is under way. Whether `open` works again is up to the adapter (otherwise `unavailable`). A
     * call that is under way always ends, as if `close` had not been called or with `unavailable`, and says the truth about
     * its write. Once `close` has resolved, no call changes anything.
     */
    close(): Promise<void>;

    /**
     * Rejects with `slotTaken` where another record holds the slot, else with `duplicate` where one, of whatever Identity,
     * has the `key` or the `lookup`. The very record that is stored already is refused too. Of concurrent inserts into one
     * slot, from any number of machines, exactly one wins: have the database enforce it, by a unique index over `slot`.
     * Looking first is not enough, and neither is a lock of one process.
     */
    insert(record: StoredRecord): Promise<void>;

    /**
     * Replaces the record of this `key` and `identityKey`, in one step, if its revision is `expectedRevision`. All else may
     * differ. Rejects with `notFound`, `staleRevision`, `slotTaken` (the new slot) or `duplicate` (the new lookup).
     */
    update(record: StoredRecord, expectedRevision: number): Promise<void>;

    /** On the same condition: rejects with `notFound` or `staleRevision`. Key, slot and lookup are free afterwards. */
    delete(identityKey: string, key: string, expectedRevision: number): Promise<void>;

    /** Those whose `slot` is the `identityKey` or which are unsettled, rarely more than one; by `createdAt`, then `key`. */
    findCurrent(identityKey: string): Promise<StoredRecord[]>;

    findByLookup(lookup: string): Promise<StoredRecord | undefined>;

    /** By `createdAt`, then `key`, both compared by code unit; only those behind `after`; at most `limit` (default: all). */
    list(identityKey: string, after?: RecordPosition, limit?: number): Promise<PageEntry[]>;

    /** Of any Identity, with a `dueAt` at or before `until`; by `dueAt`, then `key`; only those behind `after`. */
    findDue(until: string, limit: number, after?: DuePosition): Promise<PageEntry[]>;

    /**
     * All records of all Identities by `key`, compared by code unit; only those behind `after`, a `RecordPosition`'s key. A
     * page is as the store is at the moment of its call. Over several pages, a record that is there from the first call to
     * the last is returned once; one that comes or goes meanwhile is returned or not. A page costs the same wherever it is:
     * the primary key over `key` does it. An adapter that cannot says so.
     */
    scan(after: string | undefined, limit: number): Promise<PageEntry[]>;
}
