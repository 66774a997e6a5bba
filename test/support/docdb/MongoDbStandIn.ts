import { MongoDbCollectionProvider } from "@js-soft/docdb-access-mongo";
import type { DocumentDatabase } from "../../../src/adapters/docdb";

type Document = Record<string, unknown>;
type Condition = Record<string, unknown>;

/**
 * Stands in for the part of MongoDB's driver that `@js-soft/docdb-access-mongo` calls, so that this package's own code
 * runs above it. It answers as the server's manual says: plain unique indexes, which take a missing value for null;
 * text compared by code point; comparisons that pass over values of another type; and a replacement that counts as
 * modified only where it changes something. It is no server, and shows nothing about one.
 */
export class MongoDbStandIn {
    /** Each call of the driver, in its order: `insertOne`, `replaceOne`, … */
    public readonly calls: string[] = [];
    /** What the next call of that name fails with, before it has done anything. */
    public readonly failures = new Map<string, Error>();
    public sendsKeyPattern = true;
    private readonly collections = new Map<string, CollectionStandIn>();

    /** As each process has it: a provider of its own over the same database. */
    public connect(): DocumentDatabase {
        const driver = { collection: (name: string) => this.collection(name) };
        return new MongoDbCollectionProvider(
            driver as unknown as ConstructorParameters<typeof MongoDbCollectionProvider>[0]
        );
    }

    public collection(name: string): CollectionStandIn {
        const collection = this.collections.get(name) ?? new CollectionStandIn(name, this);
        this.collections.set(name, collection);
        return collection;
    }

    /** Every call takes its turn after a tick, as over a network, and does its work in one step. */
    public async answer<T>(call: string, work: () => T): Promise<T> {
        this.calls.push(call);
        await Promise.resolve();
        const failure = this.failures.get(call);
        this.failures.delete(call);
        if (failure !== undefined) throw failure;
        return work();
    }
}

class CollectionStandIn {
    public documents: Document[] = [];
    private readonly uniqueFields: string[] = [];
    private count = 0;

    public constructor(
        public readonly collectionName: string,
        private readonly database: MongoDbStandIn
    ) {}

    public async createIndex(keys: Record<string, 1>): Promise<void> {
        await this.database.answer("createIndex", () => {
            const [field] = Object.keys(keys);
            if (this.uniqueFields.includes(field)) return;
            this.uniqueFields.push(field);
            try {
                for (const document of this.documents) this.requireUnique(document);
            } catch (error) {
                this.uniqueFields.pop();
                throw error;
            }
        });
    }

    public async insertOne(document: Document): Promise<{ acknowledged: boolean }> {
        return await this.database.answer("insertOne", () => {
            this.requireUnique(document);
            document._id ??= `id${++this.count}`;
            // The server puts it in front of all others.
            this.documents.push(structuredClone({ _id: document._id, ...document }));
            return { acknowledged: true };
        });
    }

    public async replaceOne(filter: Condition, replacement: Document): Promise<{ modifiedCount: number }> {
        return await this.database.answer("replaceOne", () => {
            const index = this.documents.findIndex((document) => matches(document, filter));
            if (index < 0) return { modifiedCount: 0 };
            const { _id } = this.documents[index];
            const replaced = structuredClone({ _id, ...replacement });
            if (JSON.stringify(replaced) === JSON.stringify(this.documents[index])) return { modifiedCount: 0 };
            this.requireUnique(replaced);
            this.documents[index] = replaced;
            return { modifiedCount: 1 };
        });
    }

    public async findOneAndReplace(filter: Condition, replacement: Document): Promise<void> {
        await this.database.answer("findOneAndReplace", () => {
            this.documents = this.documents.filter((document) => !matches(document, filter));
            this.documents.push({ _id: `id${++this.count}`, ...structuredClone(replacement) });
        });
    }

    public async deleteMany(filter: Condition): Promise<{ deletedCount: number }> {
        return await this.database.answer("deleteMany", () => {
            const before = this.documents.length;
            this.documents = this.documents.filter((document) => !matches(document, filter));
            return { deletedCount: before - this.documents.length };
        });
    }

    public async findOne(filter: Condition): Promise<Document | null> {
        return await this.database.answer("findOne", () => {
            return structuredClone(this.documents.find((document) => matches(document, filter)) ?? null);
        });
    }

    public find(filter: Condition): CursorStandIn {
        return new CursorStandIn((select) =>
            this.database.answer("find", () => {
                return structuredClone(select(this.documents.filter((document) => matches(document, filter))));
            })
        );
    }

    private requireUnique(candidate: Document): void {
        for (const field of this.uniqueFields) {
            const value = candidate[field] ?? null;
            const other = this.documents.find(
                ({ _id, [field]: its }) => _id !== candidate._id && (its ?? null) === value
            );
            if (other !== undefined) throw this.duplicateKeyError(field);
        }
    }

    private duplicateKeyError(field: string): Error {
        const error = new Error(`E11000 duplicate key error collection: db.x index: ${field}_1 dup key: { : "…" }`);
        error.name = "MongoServerError";
        return Object.assign(error, { code: 11000 }, this.database.sendsKeyPattern && { keyPattern: { [field]: 1 } });
    }
}

class CursorStandIn {
    private readonly steps: ((documents: Document[]) => Document[])[] = [];

    public constructor(private readonly run: (select: (documents: Document[]) => Document[]) => Promise<Document[]>) {}

    public sort(field: string, direction: 1 | -1): this {
        const order = (one: Document, other: Document): number =>
            direction * compareText(one[field] as string, other[field] as string);
        return this.then((documents) => [...documents].sort(order));
    }

    public limit(count: number): this {
        return this.then((documents) => documents.slice(0, count));
    }

    public async toArray(): Promise<Document[]> {
        return await this.run((documents) => this.steps.reduce((selected, step) => step(selected), documents));
    }

    private then(step: (documents: Document[]) => Document[]): this {
        this.steps.push(step);
        return this;
    }
}

function matches(document: Document, filter: Condition): boolean {
    return Object.entries(filter).every(([field, condition]) => {
        if (field === "$or") return (condition as Condition[]).some((one) => matches(document, one));
        if (typeof condition !== "object" || condition === null) return (document[field] ?? null) === condition;
        return Object.entries(condition).every(([operator, bound]) => satisfies(document[field], operator, bound));
    });
}

function satisfies(value: unknown, operator: string, bound: unknown): boolean {
    if (operator === "$ne") return value !== bound;
    if (typeof value !== "string" || typeof bound !== "string") return false;
    const order = compareText(value, bound);
    switch (operator) {
        case "$gt":
            return order > 0;
        case "$lt":
            return order < 0;
        case "$lte":
            return order <= 0;
        default:
            throw new Error(`The stand-in knows no ${operator}.`);
    }
}

/** As the server does: by the bytes of UTF-8, which is by code point. */
function compareText(one: string, other: string): number {
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
