import { byCreation } from "../../ports/order";
import { PersistenceError } from "../../ports/PersistenceError";
import { DuePosition, PageEntry, PersistencePort, RecordPosition, StoredRecord } from "../../ports/PersistencePort";
import { notFound, staleRevision } from "../../ports/refusals";
import { GroupQueue, WaitingCall } from "../groupCommit/GroupQueue";
import { keyRanges, ObjectStore } from "./browserDatabase";
import { Connection } from "./Connection";
import { indexNames, migrations } from "./migrations";
import { entryOf, recordOf, rowOf } from "./rows";
import { brokenConstraint, nameOf } from "./errors";

export interface IndexedDbOptions {
    /** How long to wait for the browser, or another tab with an older version, before `unavailable`. Default: 10,000. */
    openTimeoutInMs?: number;
}

interface Write {
    readonly key: string;
    readonly make: (processes: ObjectStore) => Promise<unknown>;
}

/** The most that the browser's `getAll` takes. */
const maxRows = 0xffff_ffff;

/**
 * Keeps records in IndexedDB, for any number of tabs and workers of one origin. A resolved write is durable
 * (`durability: "strict"`), unless the browser evicts the site's data: see `navigator.storage.persist()`.
 *
 * A connection that the browser closes is opened again by the next call. When another tab upgrades the database, this
 * release answers `newerVersion`. A database that is deleted while it is open is not created again until `open`.
 */
export class IndexedDbPersistence implements PersistencePort {
    public readonly isDurable = true;

    private readonly writes = new GroupQueue<Write, void>(async (calls) => await this.writeTogether(calls), {
        keyOf: ({ key }) => key,
        defer: (start) => void Promise.resolve().then(start)
    });

    private constructor(private readonly connection: Connection) {}

    public static open(
        databaseName = "identity-deletion-process",
        { openTimeoutInMs = 10_000 }: IndexedDbOptions = {}
    ): IndexedDbPersistence {
        return new IndexedDbPersistence(new Connection({ name: databaseName, migrations, openTimeoutInMs }));
    }

    public async open(): Promise<void> {
        await this.connection.open();
    }

    public async close(): Promise<void> {
        await this.connection.close();
    }

    public async insert(record: StoredRecord): Promise<void> {
        const { key } = record;
        await this.writes.run({ key, make: (processes) => write(processes, "add", record) });
    }

    public async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        const { identityKey, key } = record;
        const make = async (processes: ObjectStore): Promise<void> => {
            await requireRevision(processes, identityKey, key, expectedRevision);
            await write(processes, "put", record);
        };
        await this.writes.run({ key, make });
    }

    public async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        const make = async (processes: ObjectStore): Promise<void> => {
            await requireRevision(processes, identityKey, key, expectedRevision);
            await processes.delete(key);
        };
        await this.writes.run({ key, make });
    }

    public async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        const [holder, unsettled] = await this.connection.run("readonly", (processes) =>
            Promise.all([
                processes.index(indexNames.slot).get(identityKey),
                processes.index(indexNames.unsettled).getAll(identityKey)
            ])
        );
        const current = new Map<string, StoredRecord>();
        for (const row of holder === undefined ? unsettled : [holder, ...unsettled]) {
            const record = recordOf(row);
            if (record.identityKey === identityKey) current.set(record.key, record);
        }
        return [...current.values()].sort(byCreation);
    }

    public async findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        const row = await this.connection.run("readonly", (processes) =>
            processes.index(indexNames.lookup).get(lookup)
        );
        return row === undefined ? undefined : recordOf(row);
    }

    public async list(identityKey: string, after?: RecordPosition, limit = maxRows): Promise<PageEntry[]> {
        const begin = after === undefined ? [identityKey] : [identityKey, after.createdAt, after.key];
        // In IndexedDB's order every array is greater than every text: this is behind all records of the Identity.
        const end = [identityKey, []];
        return await this.find(indexNames.history, () => keyRanges().bound(begin, end, true), limit);
    }

    public async findDue(until: string, limit: number, after?: DuePosition): Promise<PageEntry[]> {
        // IndexedDB orders records with the same value in an index by key, and numbers before every text.
        if (after === undefined) return await this.find(indexNames.due, () => keyRanges().bound("", until), limit);
        if (after.dueAt > until) return [];
        const rows = await this.connection.run("readonly", (processes) => {
            const index = processes.index(indexNames.due);
            return Promise.all([
                index.getAll(keyRanges().bound(after.dueAt, after.dueAt)),
                after.dueAt === until
                    ? []
                    : index.getAll(keyRanges().bound(after.dueAt, until, true), Math.min(limit, maxRows))
            ]);
        });
        const [same, later] = rows.map((each) => each.map(entryOf));
        return [...same.filter(({ key }) => key > after.key), ...later].slice(0, limit);
    }

    public async scan(after: string | undefined, limit: number): Promise<PageEntry[]> {
        const rows = await this.connection.run("readonly", (processes) => {
            const range = after === undefined ? undefined : keyRanges().lowerBound(after, true);
            return processes.getAll(range, Math.min(limit, maxRows));
        });
        return rows.map(entryOf);
    }

    /** Runs again alone: what an index refuses, since its group may have caused it, and all of a failed transaction. */
    private async writeTogether(calls: readonly WaitingCall<Write, void>[]): Promise<void> {
        let again = calls;
        try {
            const outcomes = await this.connection.run("readwrite", (processes) =>
                Promise.all(calls.map(async ({ work }) => await refusalOf(work, processes)))
            );
            again = calls.filter((_call, index) => calls.length > 1 && isUniqueViolation(outcomes[index]));
            calls.forEach((call, index) => {
                if (!again.includes(call)) answer(call, outcomes[index]);
            });
        } catch (error) {
            if (calls.length === 1) return calls[0].reject(error);
        }
        for (const call of again) await this.writeTogether([call]);
    }

    private async find(index: string, range: () => unknown, limit: number): Promise<PageEntry[]> {
        const rows = await this.connection.run("readonly", (processes) =>
            processes.index(index).getAll(range(), Math.min(limit, maxRows))
        );
        return rows.map(entryOf);
    }
}

/** A refused request leaves the others of its transaction as they are. */
async function refusalOf({ make }: Write, processes: ObjectStore): Promise<PersistenceError | undefined> {
    try {
        await make(processes);
        return undefined;
    } catch (error) {
        if (error instanceof PersistenceError) return error;
        throw error;
    }
}

function isUniqueViolation(refusal: PersistenceError | undefined): boolean {
    return refusal?.kind === "slotTaken" || refusal?.kind === "duplicate";
}

function answer({ resolve, reject }: WaitingCall<Write, void>, refusal: PersistenceError | undefined): void {
    if (refusal === undefined) resolve();
    else reject(refusal);
}

async function requireRevision(
    processes: ObjectStore,
    identityKey: string,
    key: string,
    expectedRevision: number
): Promise<void> {
    const row = await processes.get(key);
    const stored = row === undefined ? undefined : entryOf(row);
    if (stored?.identityKey !== identityKey) throw notFound();
    if (stored.revision !== expectedRevision) throw staleRevision();
}

async function write(processes: ObjectStore, how: "add" | "put", record: StoredRecord): Promise<void> {
    try {
        await processes[how](rowOf(record));
    } catch (error) {
        throw nameOf(error) === "ConstraintError" ? await brokenConstraint(processes, record, error) : error;
    }
}
