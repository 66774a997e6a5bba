import { PersistenceError } from "../../ports/PersistenceError";
import type {
    DuePosition,
    PageEntry,
    PersistencePort,
    RecordPosition,
    StoredRecord
} from "../../ports/PersistencePort";
import { notFound, notOpen, slotTaken, staleRevision } from "../../ports/refusals";
import { brokenConstraintOf } from "./errors";
import { isStorable } from "./isStorable";
import { openedPool, type PoolSource } from "./openedPool";
import { CheckedPostgresOptions, checkedPostgresOptions, type PostgresOptions } from "./PostgresOptions";
import type { PostgresPool, PostgresPoolConfig } from "./PostgresPool";
import { entryOf, recordOf, requireStorable, type Row, valuesOf } from "./rows";
import { prepareSchema } from "./prepareSchema";
import { type Statement, type Statements, statementsFor } from "./statements";
import { PageGroups } from "./PageGroups";
import { ReadGroups, WriteGroups } from "./StatementGroups";
import { StatementRunner, type StatementResult } from "./StatementRunner";

/**
 * Keeps records in PostgreSQL (13 or later, encoding UTF8), for hosts on any number of machines. Needs the packages `pg`
 * and, where it may migrate, `kysely`. It is right under every isolation level. Privileges: docs/postgresql.md.
 *
 * **Durable**: a change is on the primary's disk when it resolves, even if `synchronous_commit` is off. What the operator
 * turns off for the whole server (`fsync`, `full_page_writes`) stays off. A primary may be lost with the change, unless
 * it has a synchronous standby.
 *
 * **Failures**: serialization failures, deadlocks, connections that cannot be had, servers that became read-only, and
 * reads whose connection broke are tried again within `options.retry`. A write whose connection broke is not: it rejects
 * with `unavailable`, and its outcome is not known; read before you retry it. The pool itself connects again.
 */
export class PostgresPersistence implements PersistencePort {
    public readonly isDurable = true;

    private readonly options: CheckedPostgresOptions;
    private readonly statements: Statements;
    private opening: Promise<OpenStore> | undefined;
    private store: OpenStore | undefined;

    private constructor(
        private readonly source: PoolSource,
        options?: PostgresOptions
    ) {
        this.options = checkedPostgresOptions(options);
        this.statements = statementsFor(this.options.quotedSchema);
    }

    /**
     * Over the host's own pool, which `close` leaves open. Listen to its `error` event, or an idle connection that breaks ends
     * the process; set its `connectionTimeoutMillis`, or calls may wait for ever. Throws a `TypeError` or `RangeError` for a
     * wrong option.
     */
    public static using(pool: PostgresPool, options?: PostgresOptions): PostgresPersistence {
        if (typeof pool?.connect !== "function") throw new TypeError("PostgresPersistence.using needs a pool of pg.");
        return new PostgresPersistence({ pool }, options);
    }

    /**
     * Over its own pool. By default a connection is waited for at most 10 seconds, and the server ends a statement after
     * `timeoutInMs`; in a pooler's transaction mode set `statement_timeout: 0` (docs/postgresql.md). Throws as `using`.
     */
    public static open(connection: string | PostgresPoolConfig, options?: PostgresOptions): PostgresPersistence {
        const config = typeof connection === "string" ? { connectionString: connection } : connection;
        if (typeof config !== "object" || config === null) {
            throw new TypeError("PostgresPersistence.open needs a connection string or the configuration of a pool.");
        }
        return new PostgresPersistence({ config }, options);
    }

    public async open(): Promise<void> {
        const opening = (this.opening ??= this.openStore());
        try {
            const store = await opening;
            if (this.opening === opening) this.store = store;
        } catch (error) {
            if (this.opening === opening) this.opening = undefined;
            throw error;
        }
    }

    public async close(): Promise<void> {
        const opening = this.opening;
        this.opening = this.store = undefined;
        const store = await opening?.catch(() => undefined);
        await store?.close();
    }

    public async insert(record: StoredRecord): Promise<void> {
        const changed = await this.change("insert", valuesOf(record), record);
        if (changed === 0) throw slotTaken();
    }

    public async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        const { identityKey, key } = record;
        if (!isStorable(identityKey) || !isStorable(key)) throw notFound();
        const changed = await this.change("update", [...valuesOf(record), expectedRevision], record);
        if (changed === 0) throw await this.whyNothingMatched(identityKey, key);
    }

    public async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        if (!isStorable(identityKey) || !isStorable(key)) throw notFound();
        const changed = await this.inStore((store) => store.delete.run([key, identityKey, expectedRevision]));
        if (changed === 0) throw await this.whyNothingMatched(identityKey, key);
    }

    public async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        if (!isStorable(identityKey)) return [];
        return (await this.inStore((store) => store.findCurrent.run(identityKey))).map(recordOf);
    }

    public async findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        if (!isStorable(lookup)) return undefined;
        const [row] = await this.inStore((store) => store.findByLookup.run(lookup));
        return row === undefined ? undefined : recordOf(row);
    }

    public async list(identityKey: string, after?: RecordPosition, limit = Infinity): Promise<PageEntry[]> {
        if (!isStorable(identityKey)) return [];
        const { createdAt, key } = after ?? { createdAt: "", key: "" };
        requireStorable(createdAt, key);
        const values = [identityKey, createdAt, key, limitOf(limit)];
        return (await this.inStore((store) => store.list.run(values))).map(entryOf);
    }

    public async findDue(until: string, limit: number, after?: DuePosition): Promise<PageEntry[]> {
        requireStorable(until);
        const values = [until, limitOf(limit)];
        if (after === undefined) return await this.find(entryOf, this.statements.findDue, values);
        requireStorable(after.dueAt, after.key);
        return await this.find(entryOf, this.statements.findDueAfter, [...values, after.dueAt, after.key]);
    }

    public async scan(after: string | undefined, limit: number): Promise<PageEntry[]> {
        if (after === undefined) return await this.find(entryOf, this.statements.scan, [limitOf(limit)]);
        requireStorable(after);
        return await this.find(entryOf, this.statements.scanAfter, [limitOf(limit), after]);
    }

    /** The server's clock, for who compares it with the machine's. */
    public async serverTime(): Promise<Date> {
        const { rows } = await this.run(this.statements.serverTime, []);
        return new Date(Number(rows[0][0]));
    }

    private async openStore(): Promise<OpenStore> {
        const opened = openedPool(this.source, this.options.timeoutInMs);
        const runner = new StatementRunner(opened.pool, this.options);
        const running = new Set<Promise<unknown>>();
        try {
            await prepareSchema(opened.pool, runner, this.statements, this.options);
        } catch (error) {
            await opened.close();
            throw error;
        }
        const close = async (): Promise<void> => {
            // A pool that is ended forgets those who wait for a connection: they would never get an answer.
            await Promise.allSettled(running);
            await opened.close();
        };
        return { runner, running, close, ...groupsOf(runner, this.statements) };
    }

    private async run(statement: Statement, values: unknown[]): Promise<StatementResult> {
        return await this.inStore(({ runner }) => runner.run(statement, values));
    }

    private async inStore<Value>(call: (store: OpenStore) => Promise<Value>): Promise<Value> {
        if (this.store === undefined) throw notOpen();
        const { running } = this.store;
        const result = call(this.store);
        running.add(result);
        try {
            return await result;
        } finally {
            running.delete(result);
        }
    }

    private async find<Entry>(readRow: (row: Row) => Entry, statement: Statement, values: unknown[]): Promise<Entry[]> {
        const { rows } = await this.run(statement, values);
        return rows.map(readRow);
    }

    /** Tells the constraints apart. Which of two broken ones the server names depends on the age of their indexes. */
    private async change(how: "insert" | "update", values: unknown[], { slot, key }: StoredRecord): Promise<number> {
        try {
            return await this.inStore((store) => store[how].run(values));
        } catch (error) {
            if (PersistenceError.kindOf(error) !== "duplicate") throw error;
            const { cause } = error as PersistenceError;
            if (brokenConstraintOf(cause) === "records_slot") throw slotTaken(cause);
            const { rows } = await this.run(this.statements.isSlotTaken, [slot, key]);
            throw rows.length > 0 ? slotTaken(cause) : error;
        }
    }

    private async whyNothingMatched(identityKey: string, key: string): Promise<PersistenceError> {
        const { rows } = await this.run(this.statements.exists, [key, identityKey]);
        return rows.length === 0 ? notFound() : staleRevision();
    }
}

interface OpenStore extends ReturnType<typeof groupsOf> {
    readonly runner: StatementRunner;
    readonly running: Set<Promise<unknown>>;
    readonly close: () => Promise<void>;
}

function groupsOf(runner: StatementRunner, statements: Statements) {
    const [keyColumn, identityKeyColumn, slotColumn, lookupColumn] = [0, 1, 2, 3];
    return {
        insert: new WriteGroups(runner, statements.insert, slotColumn),
        update: new WriteGroups(runner, statements.update, keyColumn),
        delete: new WriteGroups(runner, statements.delete, keyColumn),
        findCurrent: new ReadGroups(runner, statements.findCurrent, identityKeyColumn),
        findByLookup: new ReadGroups(runner, statements.findByLookup, lookupColumn),
        list: new PageGroups(runner, statements.list)
    };
}

function limitOf(limit: number): number | null {
    return limit === Infinity ? null : limit;
}
