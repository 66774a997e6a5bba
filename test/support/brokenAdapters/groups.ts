import { PersistenceError } from "../../../src/ports/PersistenceError";
import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

interface Call {
    readonly write: () => Promise<void>;
    readonly resolve: () => void;
    readonly reject: (error: unknown) => void;
}

/** Has the writes of one port that wait at the same moment share a transaction; what is broken is how they share it. */
abstract class Grouping extends SimplePersistence {
    private waiting: Call[] = [];

    public override async insert(record: StoredRecord): Promise<void> {
        await this.inGroup(() => super.insert(record));
    }

    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        await this.inGroup(() => super.update(record, expectedRevision));
    }

    public override async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        await this.inGroup(() => super.delete(identityKey, key, expectedRevision));
    }

    protected abstract runGroup(group: Call[]): Promise<void>;

    /** How each write ends, one after the other. */
    protected async outcomesOf(group: Call[]): Promise<unknown[]> {
        const errors: unknown[] = [];
        for (const { write } of group)
            errors.push(
                await write().then(
                    () => undefined,
                    (error: unknown) => error
                )
            );
        return errors;
    }

    private inGroup(write: () => Promise<void>): Promise<void> {
        return new Promise((resolve, reject) => {
            this.waiting.push({ write, resolve, reject });
            if (this.waiting.length > 1) return;
            process.nextTick(() => {
                const group = this.waiting;
                this.waiting = [];
                void this.runGroup(group);
            });
        });
    }
}

/** One refused write undoes the whole transaction, and the others are told that they were made. */
export class RefusalUndoesTheGroup extends Grouping {
    protected override async runGroup(group: Call[]): Promise<void> {
        const before = structuredClone(this.records);
        const errors = await this.outcomesOf(group);
        if (errors.some((error) => error !== undefined)) this.records.splice(0, Infinity, ...before);
        group.forEach(({ resolve, reject }, index) =>
            errors[index] === undefined ? resolve() : reject(errors[index])
        );
    }
}

/** The whole transaction is undone, and all are told what refused one of them. */
export class RefusalRefusesTheGroup extends Grouping {
    protected override async runGroup(group: Call[]): Promise<void> {
        const before = structuredClone(this.records);
        const refusal = (await this.outcomesOf(group)).find((error) => error !== undefined);
        if (refusal !== undefined) this.records.splice(0, Infinity, ...before);
        group.forEach(({ resolve, reject }) => (refusal === undefined ? resolve() : reject(refusal)));
    }
}

/** Hands each answer to the caller before. */
export class AnswersInAnotherOrder extends Grouping {
    protected override async runGroup(group: Call[]): Promise<void> {
        const errors = await this.outcomesOf(group);
        group.forEach(({ resolve, reject }, index) => {
            const error = errors[(index + 1) % errors.length];
            if (error === undefined) resolve();
            else reject(error);
        });
    }
}

/** Makes as many as fit into one statement, and answers all. */
export class ForgetsTheRestOfAGroup extends Grouping {
    protected override async runGroup(group: Call[]): Promise<void> {
        const errors = await this.outcomesOf(group.slice(0, 128));
        group.forEach(({ resolve, reject }, index) =>
            errors[index] === undefined ? resolve() : reject(errors[index])
        );
    }
}

/** Compares the revisions of all before it writes the first: two updates of one record are both made. */
export class ComparesAllThenWritesAll extends SimplePersistence {
    public override async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        this.requireOpen();
        this.indexOf(record.identityKey, record.key, expectedRevision);
        await new Promise(process.nextTick);
        this.requireFree(record);
        const index = this.records.findIndex(({ key }) => key === record.key);
        if (index < 0) throw new PersistenceError("notFound", "Refused.");
        this.records[index] = this.copyIn(record);
    }
}
