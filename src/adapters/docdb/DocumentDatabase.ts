// The part of `@js-soft/docdb-access-abstractions` used here, as structural types: nothing of it is loaded.

export interface DocumentCollection {
    /** `"LokiJs"` or `"MongoDb"`. */
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

export interface DocumentMap {
    /** `null` or `undefined` where the name is unknown. */
    get(name: string): Promise<unknown>;
    set(name: string, value: unknown): Promise<void>;
}

export interface DocumentDatabase {
    getCollection(name: string, uniqueIndexes?: string[]): Promise<DocumentCollection>;
    getMap(name: string): Promise<DocumentMap>;
}

export interface DocumentDatabaseConnection {
    getDatabase(name: string): Promise<DocumentDatabase>;
}

export type DocumentDatabaseSource =
    { database: DocumentDatabase } | { connection: DocumentDatabaseConnection; databaseName: string };
