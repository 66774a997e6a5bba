export type { SqliteDatabase, SqliteDriver, SqliteStatement, SqliteValue } from "./SqliteDatabase";
export { SqlitePersistence, type SqliteHandleOptions, type SqlitePersistenceOptions } from "./SqlitePersistence";
