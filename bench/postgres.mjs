// PostgreSQL: the facade's cycle compared with the driver's own prepared statements, by one client and by sixteen, and reads
// with little and with much history. Alone: `node bench/postgres.mjs`, with another number of old records (10,000,000
// takes minutes and some gigabytes): `node bench/postgres.mjs 10000000`. It needs the built package.
import { IdentityDeletionModule } from "identity-deletion-process";
import { PostgresPersistence } from "identity-deletion-process/postgres";
import pg from "pg";
import { fileURLToPath } from "node:url";
import { figure, inTurn, microsecondsEach } from "./measure.mjs";
import { cycle, must, person } from "./people.mjs";
import { withPostgresServer } from "./postgresServer.mjs";

/**
 * The cycle by one client, and by sixteen at once. Raw is the driver's `pool.query` with prepared statements. Both use the
 * same pool: which core the system gives to which server process makes more of a difference than what is measured here.
 */
export async function postgresCycle() {
    return await withPostgresServer(async (server) => {
        const one = await compareCycles(server, 1, 60);
        const many = await compareCycles(server, 16, 25);
        return [
            figure("PostgreSQL: raw cycle of four prepared statements", one.second, "µs"),
            figure("PostgreSQL: facade cycle (initiate, get active, cancel)", one.first, "µs"),
            figure("PostgreSQL: facade cycle / raw cycle", one.ratio, "×", 1.15),
            figure("PostgreSQL: raw cycle, 16 clients", many.second, "µs"),
            figure("PostgreSQL: facade cycle, 16 clients", many.first, "µs"),
            figure("PostgreSQL: facade / raw, 16 clients (0.85 of raw throughput)", many.ratio, "×", 1 / 0.85)
        ];
    });
}

async function compareCycles(server, clients, cyclesPerRound) {
    const pool = new pg.Pool({ ...server.config(), max: clients });
    const module = await moduleOn(pool, `facade_${clients}`);
    const schema = `raw_${clients}`;
    await moduleOn(pool, schema);
    const people = Array.from({ length: clients }, (_, number) => person(number));
    const facadeCycles = people.map((each) => {
        const processes = module.forIdentity(each).identityDeletionProcesses;
        return () => cycle(processes);
    });
    const rawCycles = people.map((each) => rawCycle(pool, schema, each));
    const figures = await compare(41, cyclesPerRound, facadeCycles, rawCycles);
    await pool.end();
    return figures;
}

/** Reads with 10 and with `many` old records: half of them the reader's own, half other people's. */
export async function postgresHistory(_folder, many = 1_000_000) {
    return await withPostgresServer(async (server) => {
        const few = 10;
        const pool = new pg.Pool({ ...server.config(), max: 1 });
        const small = await readerOf(pool, "small", few);
        const large = await readerOf(pool, "large", many);
        const figures = [];
        for (const [name, read] of [
            ["get active", "active"],
            ["get by id", "byId"]
        ]) {
            const { first, second, ratio } = await compare(31, 300, [large[read]], [small[read]]);
            figures.push(
                figure(`PostgreSQL: ${name} with ${few} old records`, second, "µs"),
                figure(`PostgreSQL: ${name} with ${many.toLocaleString("en")} old records`, first, "µs"),
                figure(`PostgreSQL: ${name}, many / few`, ratio, "×", 1.2)
            );
        }
        await pool.end();
        return figures;
    });
}

/** Each list is of works that run side by side; the lists are measured in turn. Microseconds for one work of all. */
async function compare(rounds, runs, first, second) {
    const measure = (works) => async () => {
        const all = await microsecondsEach(1, () => Promise.all(works.map((work) => microsecondsEach(runs, work))));
        return all / (runs * works.length);
    };
    // Until the compiler has done what it will.
    for (let round = 0; round < rounds; round++) {
        await measure(first)();
        await measure(second)();
    }
    return await inTurn(rounds, measure(first), measure(second));
}

async function moduleOn(pool, schema) {
    return await IdentityDeletionModule.create({
        lifecycle: "elsewhere",
        persistence: PostgresPersistence.using(pool, { schema })
    });
}

async function readerOf(pool, schema, oldRecords) {
    const module = await moduleOn(pool, schema);
    const reader = module.forIdentity(person(0)).identityDeletionProcesses;
    await pool.query(oldRecordsIn(schema, oldRecords));
    const { id } = must(await reader.initiateIdentityDeletionProcess());
    await pool.query(`VACUUM ANALYZE ${schema}.records`);
    return {
        active: async () => must(await reader.getActiveIdentityDeletionProcess()),
        byId: async () => must(await reader.getIdentityDeletionProcess({ id }))
    };
}

function oldRecordsIn(schema, count) {
    return `INSERT INTO ${schema}.records
        SELECT key, address, key, address || '#' || id, 2, moment, NULL, false,
            json_build_object('process', json_build_object(
                'id', id, 'status', 'Cancelled', 'createdAt', moment, 'cancelledAt', moment))
        FROM generate_series(1, ${count}) AS number,
            LATERAL (SELECT
                'old' || lpad(number::text, 23, '0') AS key,
                'IDP' || lpad(number::text, 17, '0') AS id,
                'did:e:example.org:dids:' || lpad(CASE number % 2 WHEN 0 THEN '0' ELSE to_hex(number) END, 20, '0') || 'ff'
                    AS address,
                to_char(timestamp '2020-01-01' + number * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') AS moment
            ) AS old`;
}

/** What the cycle costs when nothing but the driver is between the program and the server. */
function rawCycle(pool, schema, { address, deviceId }) {
    const columns = "key, identity_key, slot, lookup, revision, created_at, due_at, unsettled, data";
    const insert = `INSERT INTO ${schema}.records (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
    const select = `SELECT ${columns} FROM ${schema}.records WHERE slot = $1 AND identity_key = $1
        UNION ALL
        SELECT ${columns} FROM ${schema}.records WHERE identity_key = $1 AND unsettled AND slot <> $1
        ORDER BY created_at, key`;
    const update = `UPDATE ${schema}.records
        SET slot = $3, lookup = $4, revision = $5, created_at = $6, due_at = $7, unsettled = $8, data = $9
        WHERE key = $1 AND identity_key = $2 AND revision = $10`;
    const run = (name, text, values) => pool.query({ name, text, values });

    const createdAt = "2026-11-23T10:00:00.000Z";
    const gracePeriodEndsAt = "2026-12-07T10:00:00.000Z";
    let count = 0;
    return async () => {
        const number = String(count++).padStart(17, "0");
        const key = `${address.slice(-6)}${number}`;
        const lookup = `${address}#IDP${number}`;
        const active = {
            id: `IDP${number}`,
            status: "Active",
            createdAt,
            createdByDevice: deviceId,
            gracePeriodEndsAt
        };
        const data = JSON.stringify({ process: active });
        await run("insert", insert, [key, address, address, lookup, 1, createdAt, gracePeriodEndsAt, false, data]);
        await run("select", select, [address]);
        await run("select", select, [address]);
        const cancelled = { ...active, status: "Cancelled", cancelledAt: createdAt, cancelledByDevice: deviceId };
        const next = JSON.stringify({ process: cancelled });
        await run("update", update, [key, address, key, lookup, 2, createdAt, null, false, next, 1]);
    };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const many = process.argv[2] === undefined ? undefined : Number(process.argv[2]);
    const figures = [...(await postgresCycle()), ...(await postgresHistory(undefined, many))];
    for (const { name, value, unit, aim, met } of figures) {
        const verdict =
            aim === undefined ? "" : met ? `  aim ≤ ${aim.toFixed(2)}` : `  aim ≤ ${aim.toFixed(2)}: NOT REACHED`;
        console.log(`${name.padEnd(75)} ${value.toFixed(2).padStart(9)} ${unit}${verdict}`);
    }
}
