import { createHash } from "node:crypto";
import { migrationsTable } from "./migrations";

export interface Statement {
    readonly name: string;
    readonly text: string;
    /** Whether it changes nothing, and so may be run again whatever became of it. */
    readonly isRead: boolean;
}

const columns = "key, identity_key, slot, lookup, revision, created_at, due_at, unsettled, data";

/**
 * True, and as a side effect the statement that it stands in waits until its change is on disk: for that statement alone,
 * and also where the host, the role or the database has `synchronous_commit` off. Any other setting stays as it is.
 */
const isMadeDurable = `CASE pg_catalog.current_setting('synchronous_commit')
    WHEN 'off' THEN pg_catalog.set_config('synchronous_commit', 'on', true) = 'on' ELSE true END`;

export type Statements = Record<
    | "insert"
    | "update"
    | "delete"
    | "findCurrent"
    | "findByLookup"
    | "list"
    | "listAfter"
    | "findDue"
    | "findDueAfter"
    | "scan"
    | "scanAfter"
    | "exists"
    | "isSlotTaken"
    | "migrations",
    Statement
>;

/** All that is ever asked of the database, in a form that is parsed and planned once for each connection. */
export function statementsFor(schema: string): Statements {
    const records = `${schema}.records`;
    return {
        insert: write(
            `INSERT INTO ${records} (${columns})
            SELECT $1, $2, $3, $4, $5::bigint, $6, $7, $8::boolean, $9::json WHERE ${isMadeDurable}
            ON CONFLICT (slot) DO NOTHING`
        ),
        update: write(
            `UPDATE ${records} SET slot = $3, lookup = $4, revision = $5, created_at = $6, due_at = $7, unsettled = $8,
                data = $9
            WHERE key = $1 AND identity_key = $2 AND revision = $10 AND ${isMadeDurable}`
        ),
        delete: write(
            `DELETE FROM ${records} WHERE key = $1 AND identity_key = $2 AND revision = $3 AND ${isMadeDurable}`
        ),
        // Two look-ups, each with an index of its own; one with OR would leave it to the planner's estimates.
        findCurrent: read(
            `SELECT ${columns} FROM ${records} WHERE slot = $1 AND identity_key = $1
            UNION ALL
            SELECT ${columns} FROM ${records} WHERE identity_key = $1 AND unsettled AND slot <> $1
            ORDER BY created_at, key`
        ),
        findByLookup: read(`SELECT ${columns} FROM ${records} WHERE lookup = $1`),
        list: read(
            `SELECT ${columns} FROM ${records} WHERE identity_key = $1 ORDER BY created_at, key LIMIT $2::bigint`
        ),
        listAfter: read(
            `SELECT ${columns} FROM ${records} WHERE identity_key = $1 AND (created_at, key) > ($3, $4)
            ORDER BY created_at, key LIMIT $2::bigint`
        ),
        findDue: read(`SELECT ${columns} FROM ${records} WHERE due_at <= $1 ORDER BY due_at, key LIMIT $2::bigint`),
        findDueAfter: read(
            `SELECT ${columns} FROM ${records} WHERE due_at <= $1 AND (due_at, key) > ($3, $4)
            ORDER BY due_at, key LIMIT $2::bigint`
        ),
        scan: read(`SELECT ${columns} FROM ${records} ORDER BY key LIMIT $1::bigint`),
        scanAfter: read(`SELECT ${columns} FROM ${records} WHERE key > $2 ORDER BY key LIMIT $1::bigint`),
        exists: read(`SELECT key FROM ${records} WHERE key = $1 AND identity_key = $2`),
        isSlotTaken: read(`SELECT key FROM ${records} WHERE slot = $1 AND key <> $2`),
        migrations: read(`SELECT name FROM ${schema}.${migrationsTable}`)
    };
}

function read(text: string): Statement {
    return { name: nameOf(text), text, isRead: true };
}

function write(text: string): Statement {
    return { name: nameOf(text), text, isRead: false };
}

/** One for each text: a host's pool may serve several schemas, and another release of this package. */
function nameOf(text: string): string {
    return `identity-deletion-${createHash("sha256").update(text).digest("hex").slice(0, 20)}`;
}
