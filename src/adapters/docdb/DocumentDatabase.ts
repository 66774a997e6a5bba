/**
 * The part of `@js-soft/docdb-access-abstractions` that is used here, as structural types: the host hands in the objects
 * that it has, and nothing of that package is loaded. The names in brackets are its own.
 */

/** A collection of documents (`IDatabaseCollection`). */
export interface DocumentCollection {
    /** Which of the two databases it belongs to: `"LokiJs"` or `"MongoDb"`. */
    readonly databaseType: string;
    create(document: unknown): Promise<unknown>;
    update(oldDocument: unknown, document: unknown): Promise<unknown>;
    delete(query: unknown): Promise<boolean>;
    find(
        query?: unknown,
        pagination?: { limit?: number; skip?: number },
        sorting?: { sortBy: string; sortOrder: "asc" | "desc" }
    ): Promise<unknown[]>;
}

/** Values by their name (`IDatabaseMap`). */
export interface DocumentMap {
    /** `null` or `undefined` where there is none of that name. */
    get(name: string): Promise<unknown>;
    set(name: string, value: unknown): Promise<void>;
}

/** A database that is open (`IDatabaseCollectionProvider`). */
export interface DocumentDatabase {
    getCollection(name: string, uniqueIndexes?: string[]): Promise<DocumentCollection>;
    getMap(name: string): Promise<DocumentMap>;
}

/** A connection that opens databases by their name (`IDatabaseConnection`). */
export interface DocumentDatabaseConnection {
    getDatabase(name: string): Promise<DocumentDatabase>;
}

/** Where a store finds its database: what the host has, open already or still to be opened. */
export type DocumentDatabaseSource =
    { database: DocumentDatabase } | { connection: DocumentDatabaseConnection; databaseName: string };
