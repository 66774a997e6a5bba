export type { SqliteDatabase, SqliteDriver, SqliteStatement, SqliteValue } from "./SqliteDatabase";
export type { SqliteHandleOptions, SqlitePersistenceOptions } from "./SqliteOptions";
export { SqlitePersistence } from "./SqlitePersistence";
