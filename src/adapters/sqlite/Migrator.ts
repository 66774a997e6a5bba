import { PersistenceError } from "../../ports/PersistenceError";
import { inTransaction } from "./inTransaction";
import { SqliteDatabase, SqliteStatement } from "./SqliteDatabase";

/** The first is number 1. A released one is never changed. `user_version` is not used: the host may share the file. */
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
    // The number alone keeps release 0.1.0 out, which does not know that a store may have a pseudonym key.
    "SELECT 1;"
];

/** Its statements are prepared once, since libsql breaks one that finds the database locked: see `inTransaction`. */
export class Migrator {
    private tables: SqliteStatement | undefined;
    private last: SqliteStatement | undefined;

    public constructor(private readonly database: SqliteDatabase) {}

    /** Writes nothing. Throws `newerVersion` for the database of a newer release. */
    public get hasWork(): boolean {
        return this.numberOfLast() < migrations.length;
    }

    /** In one transaction: of processes that open a new file at the same moment, one creates the tables. */
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
