import { callback, checkOptions, number, OptionCheck, OptionChecks, optional, optionThat } from "../../domain/options";
import { SqliteDriver } from "./SqliteDatabase";

export interface SqliteHandleOptions {
    /** How long a call waits for a lock of another connection, before it fails as `unavailable`. Default: 10,000. */
    busyTimeoutInMs?: number;
}

export interface SqlitePersistenceOptions extends SqliteHandleOptions {
    /** Opens the file with another driver, for example `(path) => new DatabaseSync(path)`. Default: libsql. */
    driver?: SqliteDriver;
    /**
     * The exact mode of a file that is created, and of its `-wal` and `-shm` files, whatever the umask; 0o660 shares it with
     * a group. An existing file keeps its own. Default: 0o600, for this user alone. No effect on Windows.
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

export function checkedHandleOptions({ ...options }: SqliteHandleOptions): { busyTimeoutInMs: number } {
    checkOptions("The options of SqlitePersistence.using", options, handleChecks);
    return { busyTimeoutInMs: options.busyTimeoutInMs ?? defaultBusyTimeoutInMs };
}

export function checkedFileOptions({
    ...options
}: SqlitePersistenceOptions): SqlitePersistenceOptions & { busyTimeoutInMs: number } {
    checkOptions("The options of SqlitePersistence.open", options, fileChecks);
    return { ...options, busyTimeoutInMs: options.busyTimeoutInMs ?? defaultBusyTimeoutInMs };
}
