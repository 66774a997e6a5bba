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
    /**
     * The mode that the file gets where it is created, and with it its `-wal` and `-shm` files: exactly this one, whatever
     * the umask. A file that is there keeps its own. Default: 0o600, for this user alone. To share it with a group: 0o660.
     * Windows has no such thing.
     */
    fileMode?: number;
}
