// The sides by hand of bench/concurrent.mjs: what a good engineer writes straight on the driver for `callers` cycles (insert,
// two reads, update) of different Identities at once. `oneByOne`: one statement, and one transaction, for each call.
// `together`: the best known way, all callers' statements in one transaction (SQLite) or in one statement (PostgreSQL).
import Database from "libsql";
import { randomBytes } from "node:crypto";

const columns = "key, identity_key, slot, lookup, revision, created_at, due_at, unsettled, data";
const gracePeriodInMs = 14 * 86_400_000;
let count = 0;

/** The record that the cycle inserts for that person, and the one that it becomes. */
function recordsOf({ address, deviceId }) {
    const now = new Date();
    const createdAt = now.toISOString();
    const gracePeriodEndsAt = new Date(now.getTime() + gracePeriodInMs).toISOString();
    const id = `IDP${randomText(17)}`;
    const key = `${String(count++).padStart(8, "0")}${randomText(18)}`;
    const lookup = `${address}#${id}`;
    const process = { id, status: "Active", createdAt, createdByDevice: deviceId, gracePeriodEndsAt };
    const cancelled = { ...process, status: "Cancelled", cancelledAt: createdAt, cancelledByDevice: deviceId };
    return {
        active: [key, address, address, lookup, 1, createdAt, gracePeriodEndsAt, 0, JSON.stringify({ process })],
        cancelled: [key, address, key, lookup, 2, createdAt, null, 0, JSON.stringify({ process: cancelled })]
    };
}

function randomText(length) {
    return randomBytes(length).toString("hex").slice(0, length);
}

/** On a file that the module has made. */
export function sqliteByHand(file, people) {
    const database = new Database(file);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    const insert = database.prepare(
        `INSERT INTO identity_deletion_process (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
    );
    const select = database.prepare(
        `SELECT ${columns} FROM identity_deletion_process WHERE slot = ?1
         UNION ALL
         SELECT ${columns} FROM identity_deletion_process WHERE identity_key = ?1 AND unsettled = 1 AND slot <> ?1`
    );
    const update = database.prepare(
        `UPDATE identity_deletion_process
         SET slot = ?, lookup = ?, revision = ?, created_at = ?, due_at = ?, unsettled = ?, data = ?
         WHERE key = ? AND identity_key = ? AND revision = ?`
    );
    const inOneTransaction = (work) => {
        database.exec("BEGIN IMMEDIATE");
        work();
        database.exec("COMMIT");
    };
    const read = ({ address }) => select.all(address).map((row) => JSON.parse(row.data));
    const cancel = ([key, address, ...changes]) => update.run(...changes, key, address, 1);

    return {
        oneByOne() {
            for (const person of people) {
                const { active, cancelled } = recordsOf(person);
                insert.run(...active);
                read(person);
                read(person);
                cancel(cancelled);
            }
        },
        together() {
            const records = people.map(recordsOf);
            inOneTransaction(() => records.forEach(({ active }) => insert.run(...active)));
            people.forEach(read);
            people.forEach(read);
            inOneTransaction(() => records.forEach(({ cancelled }) => cancel(cancelled)));
        },
        close: () => database.close()
    };
}

/** In a schema that the module has made, over that pool. */
export function postgresByHand(pool, schema, people) {
    const table = `${schema}.records`;
    const run = (name, text, values) => pool.query({ name: `${schema}-${name}`, text, values });
    const bool = (record) => record.map((value, index) => (index === 7 ? Boolean(value) : value));
    const selectOf = (condition) => `SELECT ${columns} FROM ${table} WHERE slot ${condition} AND identity_key = slot
        UNION ALL
        SELECT ${columns} FROM ${table} WHERE identity_key ${condition} AND unsettled AND slot <> identity_key
        ORDER BY created_at, key`;
    const types = ["text", "text", "text", "text", "bigint", "text", "text", "boolean", "text", "bigint"];
    const unnest = (length) =>
        `unnest(${types
            .slice(0, length)
            .map((type, index) => `$${index + 1}::${type}[]`)
            .join(", ")})`;
    const arraysOf = (records) => types.map((_type, column) => records.map((record) => record[column]));

    async function cycle(person) {
        const { active, cancelled } = recordsOf(person);
        await run("insert", `INSERT INTO ${table} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, bool(active));
        await run("select", selectOf("= $1"), [person.address]);
        await run("select", selectOf("= $1"), [person.address]);
        await run(
            "update",
            `UPDATE ${table} SET slot = $3, lookup = $4, revision = $5, created_at = $6, due_at = $7, unsettled = $8,
                data = $9 WHERE key = $1 AND identity_key = $2 AND revision = $10`,
            [...bool(cancelled), 1]
        );
    }

    return {
        oneByOne: async () => await Promise.all(people.map(cycle)),
        async together() {
            const records = people.map(recordsOf);
            const addresses = people.map(({ address }) => address);
            await run(
                "insert-all",
                `INSERT INTO ${table} SELECT ${columns.replace(", data", ", data::json")}
                 FROM ${unnest(9)} AS v(${columns})`,
                arraysOf(records.map(({ active }) => bool(active))).slice(0, 9)
            );
            await run("select-all", selectOf("= ANY($1)"), [addresses]);
            await run("select-all", selectOf("= ANY($1)"), [addresses]);
            await run(
                "update-all",
                `UPDATE ${table} AS r SET slot = v.slot, lookup = v.lookup, revision = v.revision,
                    created_at = v.created_at, due_at = v.due_at, unsettled = v.unsettled, data = v.data::json
                 FROM ${unnest(10)} AS v(${columns}, expected)
                 WHERE r.key = v.key AND r.identity_key = v.identity_key AND r.revision = v.expected`,
                arraysOf(records.map(({ cancelled }) => [...bool(cancelled), 1]))
            );
        }
    };
}
