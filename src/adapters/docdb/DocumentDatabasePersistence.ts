import type {
    DuePosition,
    PageEntry,
    PersistencePort,
    RecordPosition,
    StoredRecord
} from "../../ports/PersistencePort";
import { notOpen } from "../../ports/refusals";
import type { DocumentDatabaseSource } from "./DocumentDatabase";
import { persistenceErrorOf } from "./errors";
import { lokiJsIsDurable, type LokiJsOptions, openLokiJs } from "./lokijs/openLokiJs";
import { type MongoDbOptions, openMongoDb } from "./mongodb/openMongoDb";
import type { Records } from "./Records";

const defaultCollectionName = "IdentityDeletionProcesses";

const closedRecords: Records = {
    insert: refuse,
    update: refuse,
    delete: refuse,
    findCurrent: refuse,
    findByLookup: refuse,
    list: refuse,
    findDue: refuse,
    scan: refuse
};

/** Over `@js-soft/docdb-access-abstractions`, for hosts of enmeshed. Close the module before you close the database. */
export class DocumentDatabasePersistence implements PersistencePort {
    private opening: Promise<Records> | undefined;
    private records: Records = closedRecords;

    private constructor(
        public readonly isDurable: boolean,
        private readonly openRecords: () => Promise<Records>
    ) {}

    /**
     * Over LokiJS, in memory or with a file. For **one process**: two that open one file overwrite each other. Within the
     * process, any number of stores may be open over one database, as long as the host has it open once.
     *
     * `isDurable` with `flush`, or with a `lokiDatabase` that is stored by a `LokiJsFileStorage`. With LokiJS's own file
     * adapter, `lokiDatabase` makes an answered write survive the end of the process, not a crash of the machine. Without
     * either, up to five seconds are lost. A write whose save fails is `unavailable`, and the next save may still store it.
     *
     * LokiJS opens a broken file as an empty database and later overwrites it. `LokiJsFileStorage` prevents it; with
     * `lokiDatabase`, opening rejects with `corrupt` if the file is not overwritten yet; without either it is not noticed.
     *
     * All but `insert`, `update`, `findCurrent` and `findByLookup`, over LokiJS's own collection, is linear in all records.
     */
    public static overLokiJs(options: LokiJsOptions): DocumentDatabasePersistence {
        const collectionName = checkedCollectionName(options);
        return new DocumentDatabasePersistence(lokiJsIsDurable(options), () => openLokiJs(options, collectionName));
    }

    /**
     * Over MongoDB, for any number of processes. **Not run against a server** by this project's own checks: they show
     * what the driver is asked and how its answers are taken. Leave the connection's read preference at the primary.
     *
     * Reads use unique indexes. Writes take one command; `insert` reads back, and a refused write reads why.
     */
    public static overMongoDb(options: MongoDbOptions): DocumentDatabasePersistence {
        const collectionName = checkedCollectionName(options);
        return new DocumentDatabasePersistence(options.writesAreDurable === true, () =>
            openMongoDb(options, collectionName)
        );
    }

    public async open(): Promise<void> {
        const opening = (this.opening ??= this.openRecords());
        try {
            const records = await opening;
            if (this.opening === opening) this.records = records;
        } catch (error) {
            if (this.opening === opening) this.opening = undefined;
            throw persistenceErrorOf(error);
        }
    }

    public async close(): Promise<void> {
        this.opening = undefined;
        this.records = closedRecords;
    }

    public insert(record: StoredRecord): Promise<void> {
        return this.records.insert(record).catch(rethrow);
    }

    public update(record: StoredRecord, expectedRevision: number): Promise<void> {
        return this.records.update(record, expectedRevision).catch(rethrow);
    }

    public delete(identityKey: string, key: string, expectedRevision: number): Promise<void> {
        return this.records.delete(identityKey, key, expectedRevision).catch(rethrow);
    }

    public findCurrent(identityKey: string): Promise<StoredRecord[]> {
        return this.records.findCurrent(identityKey).catch(rethrow);
    }

    public findByLookup(lookup: string): Promise<StoredRecord | undefined> {
        return this.records.findByLookup(lookup).catch(rethrow);
    }

    public list(identityKey: string, after?: RecordPosition, limit?: number): Promise<PageEntry[]> {
        return this.records.list(identityKey, after, limit).catch(rethrow);
    }

    public findDue(until: string, limit: number, after?: DuePosition): Promise<PageEntry[]> {
        return this.records.findDue(until, limit, after).catch(rethrow);
    }

    public scan(after: string | undefined, limit: number): Promise<PageEntry[]> {
        return this.records.scan(after, limit).catch(rethrow);
    }
}

function checkedCollectionName(options: DocumentDatabaseSource & { collectionName?: string }): string {
    const {
        database,
        connection,
        databaseName,
        collectionName = defaultCollectionName
    } = options as Partial<Record<"database" | "connection" | "databaseName" | "collectionName", unknown>>;
    if (database === undefined && (connection === undefined || typeof databaseName !== "string")) {
        throw new TypeError("Give the database, or a connection and the databaseName.");
    }
    if (typeof collectionName !== "string" || collectionName === "") {
        throw new TypeError("collectionName must be a string that is not empty.");
    }
    return collectionName;
}

async function refuse(): Promise<never> {
    throw notOpen();
}

function rethrow(error: unknown): never {
    throw persistenceErrorOf(error);
}
