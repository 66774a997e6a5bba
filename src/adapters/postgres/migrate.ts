import type * as Kysely from "kysely";
import { loadPackage } from "./loadPackage";
import { migrations, migrationsLockTable, migrationsTable } from "./migrations";
import type { PostgresMigration } from "./migrations/PostgresMigration";
import type { CheckedPostgresOptions } from "./PostgresOptions";
import type { PostgresClient, PostgresPool } from "./PostgresPool";
import { ignoreError } from "./StatementRunner";

type Package = typeof Kysely;

/** In one transaction, under an advisory lock: other processes find nothing left to do. */
export async function migrate(pool: PostgresPool, { schema, quotedSchema }: CheckedPostgresOptions): Promise<void> {
    const kysely = loadPackage("kysely") as Package;
    // Since 0.29 the migrator has an entry of its own.
    const { Migrator } = kysely.Migrator === undefined ? (loadPackage("kysely/migration") as Package) : kysely;
    const client = await pool.connect();
    client.on("error", ignoreError);
    try {
        // Waits as long as it takes, for the lock and for an index on a large table.
        await client.query({ text: "SET statement_timeout = 0" });
        const { error } = await new Migrator({
            db: new kysely.Kysely<unknown>({ dialect: new kysely.PostgresDialect({ pool: poolOfOne(client) }) }),
            provider: { getMigrations: async () => migrationsOf(kysely, quotedSchema) },
            migrationTableSchema: schema,
            migrationTableName: migrationsTable,
            migrationLockTableName: migrationsLockTable
        }).migrateToLatest();
        if (error !== undefined) throw error as Error;
    } finally {
        // Closed, so that no other caller gets a connection without a time limit, or with the lock.
        client.release(true);
        client.removeListener("error", ignoreError);
    }
}

function migrationsOf({ sql }: Package, quotedSchema: string): Record<string, Kysely.Migration> {
    const migrationOf = (migration: PostgresMigration): [string, Kysely.Migration] => [
        migration.name,
        {
            up: async (db) => {
                for (const statement of migration.statements(quotedSchema)) await sql.raw(statement).execute(db);
            }
        }
    ];
    return Object.fromEntries(migrations.map(migrationOf));
}

/** The migrator asks for one connection after the other, never for two at once: it gets the same each time. */
function poolOfOne(client: PostgresClient): Kysely.PostgresPool {
    const connection = {
        query: async (text: string, values: unknown[]) => await client.query({ text, values }),
        release: () => undefined
    };
    return { connect: async () => connection, end: async () => undefined } as unknown as Kysely.PostgresPool;
}
