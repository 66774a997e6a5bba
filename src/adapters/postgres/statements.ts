import { createHash } from "node:crypto";
import { migrationsTable } from "./migrations";

export interface Statement {
    readonly name: string;
    readonly text: string;
    /** It may be run again whatever became of it: it changes nothing, or the same each time. */
    readonly isRetryable: boolean;
}

const columns = "key, identity_key, slot, lookup, revision, created_at, due_at, unsettled, data";

/** True, and turns `synchronous_commit` on for its statement, if it is off. Any other setting stays as it is. */
const isMadeDurable = `CASE pg_catalog.current_setting('synchronous_commit')
    WHEN 'off' THEN pg_catalog.set_config('synchronous_commit', 'on', true) = 'on' ELSE true END`;

const isMadeDurableOnce = `(SELECT ${isMadeDurable})`;

/** Each parameter is an array of the values of all; the data are one JSON array. As rows named `v`. */
function rowsOf(...columnsBehindData: string[]): string {
    const behind = columnsBehindData.map((_column, index) => `, $${index + 10}::bigint[]`).join("");
    return `ROWS FROM (
            unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::boolean[]${behind}),
            json_array_elements($9::json)
        ) AS v (${[columns.replace(", data", ""), ...columnsBehindData, "data"].join(", ")})`;
}

export interface GroupedStatement {
    readonly one: Statement;
    /** Of a write: returns the keys of the records that it has changed. */
    readonly many: Statement;
}

type SingleStatements = Record<
    "findDue" | "findDueAfter" | "scan" | "scanAfter" | "exists" | "isSlotTaken" | "migrations" | "serverTime",
    Statement
>;

type GroupedStatements = Record<
    "insert" | "update" | "delete" | "findCurrent" | "findByLookup" | "list",
    GroupedStatement
>;

export type Statements = SingleStatements & GroupedStatements;

export function statementsFor(schema: string): Statements {
    const records = `${schema}.records`;
    return {
        insert: {
            one: write(
                `INSERT INTO ${records} (${columns})
                SELECT $1, $2, $3, $4, $5::bigint, $6, $7, $8::boolean, $9::json WHERE ${isMadeDurable}
                ON CONFLICT (slot) DO NOTHING`
            ),
            many: write(
                `INSERT INTO ${records} (${columns}) SELECT ${columns} FROM ${rowsOf()} WHERE ${isMadeDurableOnce}
                ON CONFLICT DO NOTHING RETURNING key`
            )
        },
        update: {
            one: write(
                `UPDATE ${records} SET slot = $3, lookup = $4, revision = $5, created_at = $6, due_at = $7, unsettled = $8,
                    data = $9
                WHERE key = $1 AND identity_key = $2 AND revision = $10 AND ${isMadeDurable}`
            ),
            many: write(
                `UPDATE ${records} AS r SET slot = v.slot, lookup = v.lookup, revision = v.revision,
                    created_at = v.created_at, due_at = v.due_at, unsettled = v.unsettled, data = v.data
                FROM ${rowsOf("expected")}
                WHERE r.key = v.key AND r.identity_key = v.identity_key AND r.revision = v.expected
                    AND ${isMadeDurableOnce}
                RETURNING r.key`
            )
        },
        delete: {
            one: write(
                `DELETE FROM ${records} WHERE key = $1 AND identity_key = $2 AND revision = $3 AND ${isMadeDurable}`
            ),
            many: write(
                `DELETE FROM ${records} AS r USING unnest($1::text[], $2::text[], $3::bigint[]) AS v (key, identity_key, expected)
                WHERE r.key = v.key AND r.identity_key = v.identity_key AND r.revision = v.expected
                    AND ${isMadeDurableOnce}
                RETURNING r.key`
            )
        },
        findCurrent: {
            one: retryable(findCurrent(records, "= $1")),
            many: retryable(findCurrent(records, "= ANY ($1::text[])"))
        },
        findByLookup: {
            one: retryable(`SELECT ${columns} FROM ${records} WHERE lookup = $1`),
            many: retryable(`SELECT ${columns} FROM ${records} WHERE lookup = ANY ($1::text[])`)
        },
        list: {
            one: retryable(
                `SELECT ${columns} FROM ${records} WHERE identity_key = $1 AND (created_at, key) > ($2, $3)
                ORDER BY created_at, key LIMIT $4::bigint`
            ),
            many: retryable(
                `SELECT ${columns.replaceAll(/\w+/g, "r.$&")}, asked.number
                FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
                    WITH ORDINALITY AS asked (identity_key, created_at, key, page_size, number),
                LATERAL (SELECT ${columns} FROM ${records} AS found
                    WHERE found.identity_key = asked.identity_key
                        AND (found.created_at, found.key) > (asked.created_at, asked.key)
                    ORDER BY found.created_at, found.key LIMIT asked.page_size) AS r
                ORDER BY asked.number, r.created_at, r.key`
            )
        },
        findDue: retryable(
            `SELECT ${columns} FROM ${records} WHERE due_at <= $1 ORDER BY due_at, key LIMIT $2::bigint`
        ),
        findDueAfter: retryable(
            `SELECT ${columns} FROM ${records} WHERE due_at <= $1 AND (due_at, key) > ($3, $4)
            ORDER BY due_at, key LIMIT $2::bigint`
        ),
        scan: retryable(`SELECT ${columns} FROM ${records} ORDER BY key LIMIT $1::bigint`),
        scanAfter: retryable(`SELECT ${columns} FROM ${records} WHERE key > $2 ORDER BY key LIMIT $1::bigint`),
        exists: retryable(`SELECT key FROM ${records} WHERE key = $1 AND identity_key = $2`),
        isSlotTaken: retryable(`SELECT key FROM ${records} WHERE slot = $1 AND key <> $2`),
        migrations: retryable(`SELECT name FROM ${schema}.${migrationsTable}`),
        serverTime: retryable("SELECT (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::float8")
    };
}

/** Two lookups, each with an index of its own; one with OR would leave it to the planner's estimates. */
function findCurrent(records: string, isAsked: string): string {
    return `SELECT ${columns} FROM ${records} WHERE slot ${isAsked} AND identity_key = slot
        UNION ALL
        SELECT ${columns} FROM ${records} WHERE identity_key ${isAsked} AND unsettled AND slot <> identity_key
        ORDER BY created_at, key`;
}

export function retryable(text: string): Statement {
    return { name: nameOf(text), text, isRetryable: true };
}

function write(text: string): Statement {
    return { name: nameOf(text), text, isRetryable: false };
}

/** One for each text: a host's pool may serve several schemas, and another release of this package. */
function nameOf(text: string): string {
    return `identity-deletion-${createHash("sha256").update(text).digest("hex").slice(0, 20)}`;
}
