import { PersistenceError, type PersistenceErrorKind, type StoredRecord } from "../../src";
import { InMemoryPersistence } from "../../src/adapters/memory";
import { readRecord } from "../../src/domain/record/codec";
import type { ProcessRecord } from "../../src/domain/record/ProcessRecord";
import { Interned } from "./Interned";

export type StoreMethod = "insert" | "update" | "delete" | "findCurrent" | "findByLookup" | "list" | "findDue" | "scan";

export interface StoreOutcome {
    /** What is stored afterwards. */
    readonly after: number;
    readonly value?: unknown;
    readonly failure?: PersistenceErrorKind;
}

/** All that was ever stored, and what the memory store makes of each operation on it. */
export class StoreStates {
    private readonly states = new Interned<readonly StoredRecord[]>();
    private readonly outcomes = new Map<string, StoreOutcome>();
    private readonly read = new Map<number, ProcessRecord[]>();

    public readonly empty = this.states.numberOf([]);

    public numberOf(records: readonly StoredRecord[]): number {
        return this.states.numberOf(records);
    }

    public get size(): number {
        return this.states.size;
    }

    public stored(state: number): readonly StoredRecord[] {
        return this.states.get(state);
    }

    public records(state: number): readonly ProcessRecord[] {
        let records = this.read.get(state);
        if (records === undefined) this.read.set(state, (records = this.states.get(state).map(readRecord)));
        return records;
    }

    public async outcomeOf(state: number, method: StoreMethod, args: readonly unknown[]): Promise<StoreOutcome> {
        const question = `${state} ${method} ${JSON.stringify(args)}`;
        let outcome = this.outcomes.get(question);
        if (outcome === undefined) {
            outcome = await this.carryOut(state, method, args);
            this.outcomes.set(question, outcome);
        }
        return outcome;
    }

    private async carryOut(state: number, method: StoreMethod, args: readonly unknown[]): Promise<StoreOutcome> {
        const store = new InMemoryPersistence();
        await store.open();
        for (const record of this.states.get(state)) await store.insert(record);
        try {
            const value: unknown = await (store[method] as (...args: unknown[]) => Promise<unknown>)(...args);
            const after = await store.scan(undefined, 100);
            return { after: this.states.numberOf(after), value: value === undefined ? undefined : copyOf(value) };
        } catch (error) {
            const failure = PersistenceError.kindOf(error);
            if (failure === undefined) throw error;
            return { after: state, failure };
        }
    }
}

function copyOf<Value>(value: Value): Value {
    return JSON.parse(JSON.stringify(value)) as Value;
}
