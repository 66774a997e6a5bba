import { DocumentDatabase, DocumentDatabaseConnection, DocumentDatabaseSource } from "./DocumentDatabase";

const opening = new WeakMap<DocumentDatabaseConnection, Map<string, Promise<DocumentDatabase>>>();

/** Opened twice at the same moment, LokiJS reads a file twice, and the two overwrite each other: calls here share one. */
export async function databaseOf(source: DocumentDatabaseSource): Promise<DocumentDatabase> {
    if ("database" in source) return source.database;

    const { connection, databaseName } = source;
    let ofConnection = opening.get(connection);
    if (ofConnection === undefined)
        opening.set(connection, (ofConnection = new Map<string, Promise<DocumentDatabase>>()));
    const underWay = ofConnection.get(databaseName);
    if (underWay !== undefined) return await underWay;

    const database = connection.getDatabase(databaseName);
    ofConnection.set(databaseName, database);
    try {
        return await database;
    } finally {
        // The connection returns another object once the host has closed this one.
        ofConnection.delete(databaseName);
    }
}
