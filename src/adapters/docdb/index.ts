export type {
    DocumentCollection,
    DocumentDatabase,
    DocumentDatabaseConnection,
    DocumentDatabaseSource,
    DocumentMap
} from "./DocumentDatabase";
export { DocumentDatabasePersistence } from "./DocumentDatabasePersistence";
export type { LokiJsDatabase, LokiJsStorage } from "./lokijs/LokiJsDatabase";
export { type FileSystem, LokiJsFileStorage, type OpenFile } from "./lokijs/LokiJsFileStorage";
export type { LokiJsOptions } from "./lokijs/openLokiJs";
export type { MongoDbOptions } from "./mongodb/openMongoDb";
