import type { StoredRecord } from "../../../src/ports/PersistencePort";

/** What a database of `SimplePersistence` holds besides its records; ports over one array share it. */
export interface DatabaseState {
    /** The keys of those records that cannot be read. */
    readonly damaged: Set<string>;
    /** Which release wrote it; 1 is this one. */
    version: number;
    /** How many of the following writes take effect without an answer. */
    answersToLose: number;
    /** What broken adapters leave behind next to the records: an index that is not kept in step. */
    readonly leftovers: Set<string>;
}

const states = new WeakMap<StoredRecord[], DatabaseState>();

export function stateOf(records: StoredRecord[]): DatabaseState {
    let state = states.get(records);
    if (state === undefined) {
        state = { damaged: new Set(), version: 1, answersToLose: 0, leftovers: new Set() };
        states.set(records, state);
    }
    return state;
}
