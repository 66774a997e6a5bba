import { PersistenceError } from "../../ports/PersistenceError";
import type { DocumentCollection, DocumentDatabase } from "./DocumentDatabase";

export async function requireCollection(
    database: DocumentDatabase,
    collectionName: string,
    uniqueFields: string[],
    databaseType: "LokiJs" | "MongoDb"
): Promise<DocumentCollection> {
    const collection = await database.getCollection(collectionName, uniqueFields);
    if (collection.databaseType === databaseType) return collection;
    throw new PersistenceError(
        "unavailable",
        `This is a database of type ${collection.databaseType}, not ${databaseType}: use overLokiJs or overMongoDb, ` +
            "whichever it is."
    );
}
