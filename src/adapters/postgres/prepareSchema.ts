import { PersistenceError } from "../../ports/PersistenceError";
import { persistenceErrorOf, sqlStateOf, statementFailure } from "./errors";
import { migrate } from "./migrate";
import { migrations } from "./migrations";
import type { CheckedPostgresOptions } from "./PostgresOptions";
import type { PostgresPool } from "./PostgresPool";
import type { Statements } from "./statements";
import type { StatementRunner } from "./StatementRunner";

/** There is no such table, or no such schema. */
const nothingThere: readonly unknown[] = ["42P01", "3F000"];

/** Only reads where the tables are up to date: for a role that may not change them, and without `kysely`. */
export async function prepareSchema(
    pool: PostgresPool,
    runner: StatementRunner,
    statements: Statements,
    options: CheckedPostgresOptions
): Promise<void> {
    if (await isUpToDate(runner, statements)) return;
    if (!options.migrate) {
        throw new PersistenceError(
            "unavailable",
            `The schema ${options.quotedSchema} is not up to date: open it first with migrate and a role that may.`
        );
    }
    try {
        await migrate(pool, options);
    } catch (error) {
        // A newer release on another machine may have been quicker.
        if (await isUpToDate(runner, statements)) return;
        if (PersistenceError.kindOf(error) !== undefined) throw error;
        throw persistenceErrorOf({ ...statementFailure(error), kind: "unavailable" }, false);
    }
}

async function isUpToDate(runner: StatementRunner, statements: Statements): Promise<boolean> {
    const run = await namesOfRun(runner, statements);
    if (run.some((name) => migrations.every((migration) => migration.name !== name))) {
        throw new PersistenceError("newerVersion", "The tables were migrated by a newer release than this one.");
    }
    return migrations.every(({ name }) => run.includes(name));
}

async function namesOfRun(runner: StatementRunner, statements: Statements): Promise<(string | null)[]> {
    try {
        const { rows } = await runner.run(statements.migrations);
        return rows.map(([name]) => name);
    } catch (error) {
        if (nothingThere.includes(sqlStateOf((error as PersistenceError).cause))) return [];
        throw error;
    }
}
