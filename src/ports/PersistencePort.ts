import type { StoredRecord } from "../domain/record/StoredRecord";

export type { JsonObject, JsonValue, StoredRecord } from "../domain/record/StoredRecord";

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

/**
 * Where a page of `list` begins: behind this position. There need not be a record at it. Its key is not always the form of
 * a record's key: 0 to 65 ASCII characters (0x01 to 0x7f).
 */
export type RecordPosition = Pick<StoredRecord, "createdAt" | "key">;

/** Where a page of `findDue` begins: behind this position. There need not be a record at it; its key is as above. */
export interface DuePosition {
    readonly dueAt: string;
    readonly key: string;
}

/**
 * Where records are kept. An adapter owes what each method says, and the following. The contract kit of
 * `identity-deletion-process/testing` checks it.
 *
 * - **No status.** An adapter never looks into `data` and decides nothing.
 * - **Isolation.** A read that names an Identity never returns a record of another.
 * - **No aliasing.** What a method returns, and what it was given, can be changed by the caller without changing what is
 *   stored. An adapter changes nothing in what it is given, and adds no property to what it returns.
 * - **Failures are told apart.** Every method returns a promise, and rejects with a `PersistenceError` and with nothing
 *   else; none throws. The driver's error is the `cause`. Before `open` has resolved and after `close` was called, every
 *   other method rejects with `unavailable`.
 * - **A refusal changes nothing.** After a rejection with `slotTaken`, `duplicate`, `staleRevision` or `notFound` every read
 *   answers as before, every slot, key and lookup that was held is held, and every one that was free is free. After
 *   `unavailable` a write has happened wholly or not at all.
 * - **One order of refusals.** `insert`: `slotTaken`, then `duplicate`. `update`: `notFound`, `staleRevision`, `slotTaken`,
 *   `duplicate`. `delete`: `notFound`, `staleRevision`. Where several apply, the first is the answer. A record of another
 *   Identity is `notFound`, whatever its revision is.
 * - **Lost answers.** Where the connection breaks, a write may have taken effect although no answer came. Reject with
 *   `unavailable` then; that is always right. An adapter or a driver that sends the write again meets its own record: it must
 *   not say `slotTaken`, `duplicate`, `staleRevision` or `notFound` because of it. It may resolve only if it was sent again
 *   and the stored record is, in every field, the one that was sent. Switch off the resending of drivers.
 * - **Reads are fresh.** A read, and a write's check of a slot, key, lookup or revision, sees every write that has resolved,
 *   through whichever port over the same database, also in another process.
 * - **Reads never write.**
 * - **Pages.** A page of `list`, `findDue` or `scan` has at most `limit` entries. It may have fewer although more follow, but
 *   has at least one where there is one: only an empty page is the end. `list` without `limit` returns all, however many
 *   they are. `limit` is a whole number from 1 to 2^31 - 1.
 * - **An unreadable record costs only itself.** A page of `list`, `findDue` or `scan` has an `UnreadableRecord` in the
 *   place of a record that cannot be read, with what the page is ordered by; `delete` removes it like any other. An adapter
 *   that cannot do this rejects with `corrupt` instead, and then one such record stops the work on all that share its page.
 *   That is also right for a row of which not even the `key` can be read, and for `delete` of a row whose `identityKey` or
 *   `revision` cannot be read.
 *   `findCurrent` and `findByLookup`, which are about one Identity, always reject with `corrupt`.
 * - **Cost.** `findCurrent` and `findByLookup` cost the same with ten records as with ten million, and so does
 *   `findDue` however many records are not due: keep an index for each.
 */
export interface PersistencePort {
    /**
     * Whether what a resolved write said is there after `kill -9` and after a crash of the machine. Known as soon as the port
     * exists, before `open`; it never changes, and is the same for every port over the same database.
     */
    readonly isDurable: boolean;

    /**
     * Makes the store ready, and creates or migrates what it needs. Called before anything else; more than once, also at the
     * same moment on one port, is harmless: each call resolves once the store is ready. Several ports and several processes
     * may do it at the same moment.
     *
     * Rejects with `unavailable`, `corrupt` or `newerVersion`, leaves what is there as it is, and releases what it took until
     * then. A database of a newer version is refused with `newerVersion`, each time, and nothing is written into it.
     */
    open(): Promise<void>;

    /**
     * Releases what `open` took, and nothing that the host handed in. More than once, at the same moment, without `open`, or
     * while `open` is under way, is harmless. Other ports over the same database are not affected. Whether a closed port can
     * be opened again is up to the adapter; where it cannot, `open` rejects with `unavailable`.
     *
     * A call that is under way either ends as if `close` had not been called or rejects with `unavailable`; it always ends.
     * What it says about its write is true. Once `close` has resolved, no call changes anything any more.
     */
    close(): Promise<void>;

    /**
     * Stores a new record. Rejects with `slotTaken` where another record holds the slot, and with `duplicate` where another
     * record has the `key`, of whatever Identity, or the `lookup`. Where both apply it is `slotTaken`. The very record that is
     * stored already is refused with either of them.
     *
     * Of any number of concurrent inserts into one slot, from any number of processes and machines that share the
     * database, exactly one wins. Have the database enforce it: a unique index over `slot`. Looking first is not enough, and
     * neither is a lock of one process.
     */
    insert(record: StoredRecord): Promise<void>;

    /**
     * Replaces the record of the same `key` and `identityKey`, provided that its revision is `expectedRevision`:
     * compare-and-set, in one step. Everything but `key` and `identityKey` may differ. Rejects with `notFound` where there is
     * no such record of that Identity, with `staleRevision`, and with `slotTaken` or `duplicate` where the new slot or the new
     * lookup belongs to another record, in this order.
     */
    update(record: StoredRecord, expectedRevision: number): Promise<void>;

    /**
     * Removes that record of that Identity under the same condition. Rejects with `notFound` or `staleRevision`, in this
     * order. Its key, slot and lookup are free afterwards.
     */
    delete(identityKey: string, key: string, expectedRevision: number): Promise<void>;

    /**
     * All records of the Identity whose `slot` is the `identityKey` or which are unsettled: none, one, seldom two; by
     * `createdAt`, then `key`. A record of another Identity whose `slot` happens to be the same is not among them.
     */
    findCurrent(identityKey: string): Promise<StoredRecord[]>;

    /** The record with exactly this `lookup`, or `undefined`. */
    findByLookup(lookup: string): Promise<StoredRecord | undefined>;

    /**
     * The Identity's records by `createdAt`, then `key`, both compared as strings (by code unit); only those behind
     * `after`, which need not exist; at most `limit` (default: all).
     */
    list(identityKey: string, after?: RecordPosition, limit?: number): Promise<PageEntry[]>;

    /**
     * The records of any Identity with a `dueAt` at or before `until`, by `dueAt`, then `key`, at most `limit`.
     * Only those behind `after` in that order, which need not exist. Costs the same however many are due before it, or are
     * not due at all. With `scan` the only method that looks across Identities.
     */
    findDue(until: string, limit: number, after?: DuePosition): Promise<PageEntry[]>;

    /**
     * All records of all Identities by `key`, compared as strings (by code unit); only those behind `after`, which has the
     * form of a `RecordPosition`'s key and need not exist; at most `limit`. For moving or converting a whole store, page by page, each behind the last key of the one
     * before.
     *
     * A page is as the store is at the moment of its call. Over several pages, a record that is there from the first call
     * to the last is returned once; one that is inserted or deleted meanwhile is returned or not. A page costs the same
     * wherever it is and however many records there are: the primary key over `key` does it. An adapter that cannot says so.
     */
    scan(after: string | undefined, limit: number): Promise<PageEntry[]>;
}
