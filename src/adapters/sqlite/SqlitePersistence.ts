import { byCreation } from "../../ports/order";
import { PersistenceError } from "../../ports/PersistenceError";
import { DuePosition, PageEntry, PersistencePort, RecordPosition, StoredRecord } from "../../ports/PersistencePort";
import { pageEntryOf } from "../../ports/unreadableRecords";
import { GroupQueue } from "../groupCommit/GroupQueue";
import { deferring } from "./deferring";
import { isUniqueViolation, toPersistenceError, whichRuleIsBroken, whyNothingChanged } from "./errors";
import { openWithLibsql } from "./loadLibsql";
import { LockRetry } from "./LockRetry";
import { changeableValues, columnsOf, recordOf } from "./rows";
import { toSortableText } from "./sortableText";
import { adopt, connect, SqliteConnection } from "./SqliteConnection";
import { SqliteDatabase } from "./SqliteDatabase";
import { locationOf, locationOfHandle, SqliteLocation } from "./SqliteLocation";
import {
    checkedFileOptions,
    checkedHandleOptions,
    SqliteHandleOptions,
    SqlitePersistenceOptions
} from "./SqliteOptions";
import { Statements } from "./statements";
import { Write, writeTogether } from "./writeTogether";

/**
 * Keeps records in a SQLite database on a local disk. Any number of processes of one machine may use the same file at
 * the same time. A resolved write survives `kill -9` and a crash of the machine, if the disk keeps its word.
 *
 * Not guaranteed: use over a network file system; two different SQLite libraries that have the same file open in one
 * process (closing one drops the locks of both); more than SQLite itself keeps: up to 3.51.2, and libsql is built on
 * 3.45, a rare race may damage a file (https://sqlite.org/wal.html#walresetbug).
 * libsql releases the files of a closed connection only at a garbage collection.
 */
export class SqlitePersistence implements PersistencePort {
    private readonly lockRetry: LockRetry;
    private readonly writes: GroupQueue<Write, void>;
    private opening: Promise<void> | undefined;
    private connection: SqliteConnection | undefined;
    private isClosing = false;

    private constructor(
        private readonly location: SqliteLocation,
        busyTimeoutInMs: number,
        private readonly openConnection: (lockRetry: LockRetry) => Promise<SqliteConnection>
    ) {
        this.lockRetry = new LockRetry(busyTimeoutInMs);
        this.writes = new GroupQueue((calls) => writeTogether(calls, this.lockRetry, () => this.requireOpen()), {
            defer: deferring()
        });
    }

    /**
     * A store in that file, which is created where it is missing, in a directory that exists. `:memory:` is not durable:
     * it is for tests. Throws a `TypeError` for an empty path, a path with U+0000 or a `file:` URI, and for a wrong option.
     */
    public static open(path: string, options: SqlitePersistenceOptions = {}): SqlitePersistence {
        const { driver = openWithLibsql, busyTimeoutInMs, fileMode = 0o600 } = checkedFileOptions(options);
        const location = locationOf(path);
        return new SqlitePersistence(location, busyTimeoutInMs, (lockRetry) =>
            connect(location, driver, fileMode, lockRetry)
        );
    }

    /**
     * A store next to the host's own tables, over a handle that the host closes. While the host has a transaction open on it,
     * writes fail as `unavailable`: end it before you await anything. Throws a `PersistenceError` for an unusable handle.
     */
    public static using(database: SqliteDatabase, options: SqliteHandleOptions = {}): SqlitePersistence {
        const { busyTimeoutInMs } = checkedHandleOptions(options);
        let location: SqliteLocation;
        try {
            location = locationOfHandle(database);
        } catch (error) {
            throw toPersistenceError(error, "The host's SQLite database");
        }
        return new SqlitePersistence(location, busyTimeoutInMs, (lockRetry) => adopt(database, lockRetry));
    }

    public get isDurable(): boolean {
        return this.location.isOnDisk;
    }

    public async open(): Promise<void> {
        this.opening ??= this.openOnce();
        await this.opening;
    }

    public async close(): Promise<void> {
        this.isClosing = true;
        await this.opening?.catch(() => undefined);
        const { connection } = this;
        this.opening = undefined;
        this.connection = undefined;
        this.isClosing = false;
        try {
            connection?.close();
        } catch (error) {
            throw toPersistenceError(error, this.location.name);
        }
    }

    public async insert(record: StoredRecord): Promise<void> {
        const values = [toSortableText(record.key), toSortableText(record.identityKey), ...changeableValues(record)];
        await this.write((statements) => {
            try {
                statements.insert.run(...values);
            } catch (error) {
                throw isUniqueViolation(error) ? whichRuleIsBroken(statements, record, error) : error;
            }
        });
    }

    public async update(record: StoredRecord, expectedRevision: number): Promise<void> {
        const which = [toSortableText(record.key), toSortableText(record.identityKey)] as const;
        const values = changeableValues(record);
        await this.write((statements) => {
            try {
                const { changes } = statements.update.run(...values, ...which, expectedRevision);
                if (Number(changes) === 0) throw whyNothingChanged(statements, which);
            } catch (error) {
                throw isUniqueViolation(error) ? whichRuleIsBroken(statements, record, error) : error;
            }
        });
    }

    public async delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        const which = [toSortableText(key), toSortableText(identityKey)] as const;
        await this.write((statements) => {
            const { changes } = statements.delete.run(...which, expectedRevision);
            if (Number(changes) === 0) throw whyNothingChanged(statements, which);
        });
    }

    public async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        const whose = toSortableText(identityKey);
        const records = await this.read(recordOf, ({ current }) => current.all(whose, whose, whose));
        return records.sort(byCreation);
    }

    public async findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        const [record] = await this.read(recordOf, ({ byLookup }) => byLookup.all(toSortableText(lookup)));
        return record;
    }

    public async list(identityKey: string, after?: RecordPosition, limit = -1): Promise<PageEntry[]> {
        const whose = toSortableText(identityKey);
        if (after === undefined) return await this.read(entryOf, ({ list }) => list.all(whose, limit));
        const position = [toSortableText(after.createdAt), toSortableText(after.key)] as const;
        return await this.read(entryOf, ({ listAfter }) => listAfter.all(whose, ...position, limit));
    }

    public async findDue(until: string, limit: number, after?: DuePosition): Promise<PageEntry[]> {
        const end = toSortableText(until);
        if (after === undefined) return await this.read(entryOf, ({ due }) => due.all(end, limit));
        const position = [toSortableText(after.dueAt), toSortableText(after.key)] as const;
        return await this.read(entryOf, ({ dueAfter }) => dueAfter.all(end, ...position, limit));
    }

    public async scan(after: string | undefined, limit: number): Promise<PageEntry[]> {
        if (after === undefined) return await this.read(entryOf, ({ scan }) => scan.all(limit));
        return await this.read(entryOf, ({ scanAfter }) => scanAfter.all(toSortableText(after), limit));
    }

    private async openOnce(): Promise<void> {
        try {
            this.connection = await this.openConnection(this.lockRetry);
        } catch (error) {
            this.opening = undefined;
            throw toPersistenceError(error, this.location.name);
        }
    }

    private requireOpen(): SqliteConnection {
        if (this.isClosing || this.connection === undefined) {
            throw new PersistenceError("unavailable", `${this.location.name} is not open.`);
        }
        return this.connection;
    }

    private async write(write: Write): Promise<void> {
        try {
            await this.writes.run(write);
        } catch (error) {
            throw toPersistenceError(error, this.location.name);
        }
    }

    private async read<Entry extends PageEntry>(
        entryOf: (row: unknown) => Entry,
        operation: (statements: Statements) => unknown[]
    ): Promise<Entry[]> {
        try {
            const rows = await this.lockRetry.read(() => operation(this.requireOpen().statements));
            return rows.map(entryOf);
        } catch (error) {
            throw toPersistenceError(error, this.location.name);
        }
    }
}

function entryOf(row: unknown): PageEntry {
    return pageEntryOf(row, recordOf, columnsOf);
}
