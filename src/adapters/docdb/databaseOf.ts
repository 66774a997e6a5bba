import { DocumentDatabase, DocumentDatabaseConnection, DocumentDatabaseSource } from "./DocumentDatabase";

const opening = new WeakMap<DocumentDatabaseConnection, Map<string, Promise<DocumentDatabase>>>();

/**
 * Asks the connection once for calls at the same moment: a LokiJS connection that is asked twice before it has answered
 * opens the file twice, and the two overwrite each other. (Calls of the host's own are not seen here.)
 */
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
