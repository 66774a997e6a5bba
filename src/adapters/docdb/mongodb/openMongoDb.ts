import { databaseOf } from "../databaseOf";
import type { DocumentCollection, DocumentDatabase, DocumentDatabaseSource } from "../DocumentDatabase";
import { corrupt } from "../errors";
import { requireCollection } from "../requireCollection";
import { requireFormat } from "../requireFormat";
import { uniqueFields } from "./rows";
import { MongoDbRecords } from "./MongoDbRecords";
import { isDuplicateKeyError } from "./errors";

export type MongoDbOptions = DocumentDatabaseSource & {
    /** Default: `IdentityDeletionProcesses`. Next to it is a collection of the same name with `Format` at its end. */
    collectionName?: string;
    /** The host's word that it writes with `w: "majority"` and journaling, and reads from the primary. Default: `false`. */
    writesAreDurable?: boolean;
};

export async function openMongoDb(options: MongoDbOptions, collectionName: string): Promise<MongoDbRecords> {
    const database = await databaseOf(options);
    await requireFormat(database, collectionName);
    return new MongoDbRecords(await collectionOf(database, collectionName));
}

async function collectionOf(database: DocumentDatabase, collectionName: string): Promise<DocumentCollection> {
    try {
        return await requireCollection(database, collectionName, uniqueFields, "MongoDb");
    } catch (error) {
        if (!isDuplicateKeyError(error)) throw error;
        throw corrupt("The collection holds records that exclude each other.", error);
    }
}
