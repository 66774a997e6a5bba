import { databaseOf } from "../databaseOf";
import type { DocumentDatabase, DocumentDatabaseSource } from "../DocumentDatabase";
import { requireCollection } from "../requireCollection";
import { requireFormat } from "../requireFormat";
import { GroupFlush } from "./GroupFlush";
import { IndexedLokiJsRecords } from "./IndexedLokiJsRecords";
import { type LokiJsDatabase, requireHolds, requireReadableFile, save } from "./LokiJsDatabase";
import { uniqueFields } from "./rows";
import { innerCollectionOf } from "./LokiJsInnerCollection";
import type { LokiJsRecords } from "./LokiJsRecords";
import { ScanningLokiJsRecords } from "./ScanningLokiJsRecords";
import { SerialQueue } from "./SerialQueue";
import { UnsettledDocuments } from "./UnsettledDocuments";

export type LokiJsOptions = DocumentDatabaseSource & {
    /** Default: `IdentityDeletionProcesses`. Next to it is a collection of the same name with `Format` at its end. */
    collectionName?: string;
    /** Saved before a write is answered; a broken file is noticed at opening. Absent: LokiJS saves every five seconds. */
    lokiDatabase?: LokiJsDatabase;
    /** Called after each write, never twice at once. Must resolve only when the database as it is survives a crash. */
    flush?: () => Promise<void>;
};

interface SharedCollection {
    readonly queue: SerialQueue;
    unsettled?: UnsettledDocuments;
}

const shared = new WeakMap<DocumentDatabase, Map<string, SharedCollection>>();

export function lokiJsIsDurable({ flush, lokiDatabase }: LokiJsOptions): boolean {
    return flush !== undefined || lokiDatabase?.persistenceAdapter?.syncsToDisk === true;
}

export async function openLokiJs(options: LokiJsOptions, collectionName: string): Promise<LokiJsRecords> {
    const { lokiDatabase, flush = lokiDatabase && (() => save(lokiDatabase)) } = options;
    const database = await databaseOf(options);
    if (lokiDatabase !== undefined) await requireReadableFile(lokiDatabase, collectionName);

    const common = sharedCollection(database, collectionName);
    return await common.queue.run(async () => {
        await requireFormat(database, collectionName);
        const collection = await requireCollection(database, collectionName, uniqueFields, "LokiJs");
        if (lokiDatabase !== undefined) requireHolds(lokiDatabase, collection, collectionName);
        const groupFlush = flush && new GroupFlush(flush);
        const inner = innerCollectionOf(collection);
        if (inner === undefined) return new ScanningLokiJsRecords(collection, common.queue, groupFlush);
        common.unsettled ??= new UnsettledDocuments(inner);
        return new IndexedLokiJsRecords(collection, inner, common.unsettled, groupFlush);
    });
}

function sharedCollection(database: DocumentDatabase, collectionName: string): SharedCollection {
    let collections = shared.get(database);
    if (collections === undefined) shared.set(database, (collections = new Map<string, SharedCollection>()));
    let collection = collections.get(collectionName);
    if (collection === undefined) collections.set(collectionName, (collection = { queue: new SerialQueue() }));
    return collection;
}
