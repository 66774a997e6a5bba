import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import type { PersistencePort } from "../../../../src";
import { launchChromium } from "../../../e2e/web/chromium";
import { lokiJsPort } from "../../backbone/lokiJsPort";
import type { PostgresServer } from "../../PostgresServer";
import type { Story } from "../people";

type Release = typeof import("../release");
export type Tell = (openPort: () => PersistencePort) => Promise<Story>;

export async function keepSqlite(release: Release, file: string, tell: Tell): Promise<Story> {
    const story = await tell(() => release.SqlitePersistence.open(file));
    // The driver leaves them where its statements have not been collected yet.
    if (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size)
        throw new Error("The file is not complete by itself.");
    for (const ending of ["-wal", "-shm"]) rmSync(file + ending, { force: true });
    return story;
}

export async function keepLokiJs(release: Release, folder: string, tell: Tell): Promise<Story> {
    mkdirSync(folder);
    return await tell(() => lokiJsPort(folder, "host", release));
}

/** The schema is removed again. */
export async function keepPostgres(release: Release, server: PostgresServer, file: string, tell: Tell): Promise<Story> {
    const story = await tell(() => release.PostgresPersistence.open(server.config()));
    writeFileSync(file, await dumpSchema(server));
    await server.query(`DROP SCHEMA ${schema} CASCADE`);
    return story;
}

const schema = "identity_deletion";
const tables = ["migrations", "migrations_lock", "records"];

/** Statements that make the schema as it is: its tables, constraints and indexes as the server describes them, and the rows. */
async function dumpSchema(server: PostgresServer): Promise<string> {
    const statements = [`CREATE SCHEMA ${schema}`];
    const actual = await server.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relnamespace = '${schema}'::regnamespace AND relkind NOT IN ('i')
         ORDER BY relname`
    );
    const names = actual.map(({ name }) => name).join();
    if (names !== tables.join()) throw new Error(`The schema holds ${names}: adapt what is kept of it.`);
    for (const table of tables) statements.push(...(await dumpTable(server, table)));
    return statements.map((statement) => `${statement};\n`).join("");
}

async function dumpTable(server: PostgresServer, table: string): Promise<string[]> {
    const id = `'${schema}.${table}'::regclass`;
    const texts = async (sql: string): Promise<string[]> =>
        (await server.query<{ text: string }>(sql)).map(({ text }) => text);
    const columns = await texts(
        `SELECT quote_ident(attname) || ' ' || format_type(atttypid, atttypmod)
            || CASE WHEN collname = 'C' THEN ' COLLATE "C"' ELSE '' END
            || coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '')
            || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END AS text
         FROM pg_attribute LEFT JOIN pg_collation ON pg_collation.oid = attcollation
         LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
         WHERE attrelid = ${id} AND attnum > 0 AND NOT attisdropped ORDER BY attnum`
    );
    // In the order in which they were made: PostgreSQL names the first that a row violates.
    const constraints = await texts(
        `SELECT format('ALTER TABLE ${schema}.${table} ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) AS text
         FROM pg_constraint WHERE conrelid = ${id} AND contype IN ('p', 'u', 'c') ORDER BY oid`
    );
    const indexes = await texts(
        `SELECT pg_get_indexdef(indexrelid) AS text FROM pg_index WHERE indrelid = ${id}
         AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE conrelid = ${id}) ORDER BY indexrelid`
    );
    const rows = await texts(`SELECT to_jsonb(t)::text AS text FROM ${schema}.${table} t ORDER BY 1`);
    const names = (
        await texts(
            `SELECT quote_ident(attname) AS text FROM pg_attribute WHERE attrelid = ${id} AND attnum > 0 ORDER BY attnum`
        )
    ).join(", ");
    // Each value as the server writes it, so that a text of JSON keeps its spaces.
    const values = await texts(
        `SELECT concat_ws(', ', ${names
            .split(", ")
            .map((name) => `quote_nullable(${name}::text)`)
            .join(", ")}) AS text FROM ${schema}.${table} ORDER BY 1`
    );
    if (rows.length !== values.length) throw new Error(`Rows of ${table} are missing.`);
    return [
        `CREATE TABLE ${schema}.${table} (\n    ${columns.join(",\n    ")}\n)`,
        ...constraints,
        ...indexes,
        ...values.map((row) => `INSERT INTO ${schema}.${table} (${names}) VALUES (${row})`)
    ];
}

const origin = "http://localhost";

/** Tells the story in Chromium, once for each seed. */
export async function keepIndexedDb(
    root: string,
    bundle: string,
    told: readonly { seed: number; withKey: boolean }[]
): Promise<{ story: Story; dump: unknown }[]> {
    const browser = await launchChromium();
    try {
        const page = await browser.newPage();
        await page.route(`${origin}/**`, async (route) => await route.fulfill({ body: "", contentType: "text/html" }));
        const release = await scriptOf(bundle, { globalName: "release" });
        const program = await scriptOf(join(root, "test/e2e/web/releases/keepPage.ts"), {});
        const kept: { story: Story; dump: unknown }[] = [];
        for (const { seed, withKey } of told) {
            await page.goto(origin);
            for (const content of [release, program]) await page.addScriptTag({ content });
            kept.push(await page.evaluate(`keepPage(${seed}, ${withKey})`));
        }
        return kept;
    } finally {
        await browser.close();
    }
}

/** What a bundle for Node requires and a page never uses is empty there. */
const withoutNode: Plugin = {
    name: "without Node",
    setup({ onResolve, onLoad }) {
        onResolve({ filter: /^(node:.*|libsql|pg|kysely(\/.*)?)$/ }, ({ path }) => ({ path, namespace: "empty" }));
        onLoad({ filter: /^/, namespace: "empty" }, () => ({ contents: "module.exports = {};", loader: "js" }));
    }
};

async function scriptOf(entry: string, options: { globalName?: string }): Promise<string> {
    const { outputFiles } = await build({
        entryPoints: [entry],
        bundle: true,
        write: false,
        format: "iife",
        target: "es2022",
        plugins: [withoutNode],
        logLevel: "warning",
        ...options
    });
    return outputFiles[0].text;
}
