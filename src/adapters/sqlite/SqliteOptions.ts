import { callback, checkOptions, number, OptionCheck, OptionChecks, optional, optionThat } from "../../domain/options";
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

const defaultBusyTimeoutInMs = 10_000;

const fileMode: OptionCheck = optionThat(
    "be a mode that lets the owner read and write, such as 0o600 or 0o660",
    (mode) => Number.isInteger(mode) && ((mode as number) & ~0o177) === 0o600
);

const handleChecks: OptionChecks<SqliteHandleOptions> = { busyTimeoutInMs: optional(number(0, Infinity)) };
const fileChecks: OptionChecks<SqlitePersistenceOptions> = {
    ...handleChecks,
    driver: optional(callback),
    fileMode: optional(fileMode)
};

/** Throws a `TypeError` or `RangeError` that names a wrong option. */
export function checkedHandleOptions({ ...options }: SqliteHandleOptions): { busyTimeoutInMs: number } {
    checkOptions("The options of SqlitePersistence.using", options, handleChecks);
    return { busyTimeoutInMs: options.busyTimeoutInMs ?? defaultBusyTimeoutInMs };
}

/** Throws a `TypeError` or `RangeError` that names a wrong option. */
export function checkedFileOptions({
    ...options
}: SqlitePersistenceOptions): SqlitePersistenceOptions & { busyTimeoutInMs: number } {
    checkOptions("The options of SqlitePersistence.open", options, fileChecks);
    return { ...options, busyTimeoutInMs: options.busyTimeoutInMs ?? defaultBusyTimeoutInMs };
}
