import { PersistenceError } from "../../ports/PersistenceError";
import { inTransaction } from "./inTransaction";
import { SqliteDatabase, SqliteStatement } from "./SqliteDatabase";

/**
 * What was done to the database so far, in order; the first is number 1. A published one is never changed: what comes
 * later is a migration of its own. What has run is recorded in a table of our own and not in `user_version`, which
 * belongs to the host where it shares its database file with us.
 */
const migrations: readonly string[] = [
    `CREATE TABLE identity_deletion_process (
        key TEXT NOT NULL PRIMARY KEY,
        identity_key TEXT NOT NULL,
        slot TEXT NOT NULL,
        lookup TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        due_at TEXT,
        unsettled INTEGER NOT NULL,
        data TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX identity_deletion_process_slot ON identity_deletion_process (slot);
    CREATE UNIQUE INDEX identity_deletion_process_lookup ON identity_deletion_process (lookup);
    CREATE INDEX identity_deletion_process_history ON identity_deletion_process (identity_key, created_at, key);
    CREATE INDEX identity_deletion_process_due ON identity_deletion_process (due_at, key) WHERE due_at IS NOT NULL;
    CREATE INDEX identity_deletion_process_unsettled ON identity_deletion_process (identity_key) WHERE unsettled = 1;`,
    // The tables stay. A store now says in a record whether it is used with a pseudonym key, and release 0.1.0, which does
    // not know that record, must not open it.
    "SELECT 1;"
];

/**
 * Brings a database to the state that this release works with. Its statements are prepared once and run again where they
 * found the database locked: see `inTransaction` about what libsql does with one that is not.
 */
export class Migrator {
    private tables: SqliteStatement | undefined;
    private last: SqliteStatement | undefined;

    public constructor(private readonly database: SqliteDatabase) {}

    /** Writes nothing. Throws `newerVersion` for the database of a newer release. */
    public get hasWork(): boolean {
        return this.numberOfLast() < migrations.length;
    }

    /**
     * Runs what has not run yet, in one transaction that no other connection can be in at the same time: of any number
     * of processes that open a new file at the same moment, one creates the tables and the others find them.
     */
    public run(): void {
        inTransaction(this.database, () => {
            this.database.exec(
                `CREATE TABLE IF NOT EXISTS identity_deletion_migration (
                    number INTEGER PRIMARY KEY,
                    applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
                ) STRICT`
            );
            for (let number = this.numberOfLast() + 1; number <= migrations.length; number++) {
                this.database.exec(migrations[number - 1]);
                this.database.exec(`INSERT INTO identity_deletion_migration (number) VALUES (${number})`);
            }
        });
    }

    private numberOfLast(): number {
        this.tables ??= this.database.prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'identity_deletion_migration'"
        );
        if (this.tables.all().length === 0) return 0;

        this.last ??= this.database.prepare("SELECT max(number) AS last FROM identity_deletion_migration");
        const [row] = this.last.all() as { last: number | bigint | null }[];
        const last = Number(row.last ?? 0);
        if (last > migrations.length) {
            throw new PersistenceError(
                "newerVersion",
                `The SQLite database has migration ${last}; this release knows ${migrations.length}. Nothing was changed.`
            );
        }
        return last;
    }
}
