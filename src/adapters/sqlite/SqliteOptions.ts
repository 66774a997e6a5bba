import { SqliteDriver } from "./SqliteDatabase";

export interface SqliteHandleOptions {
    /**
     * How long a call waits while another connection has the database locked, before it fails as `unavailable`; the
     * event loop goes on meanwhile. Default: 10,000.
     */
    busyTimeoutInMs?: number;
}

export interface SqlitePersistenceOptions extends SqliteHandleOptions {
    /** Opens the file with another driver, for example `(path) => new DatabaseSync(path)`. Default: libsql. */
    driver?: SqliteDriver;
}
