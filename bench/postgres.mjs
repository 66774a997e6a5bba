// PostgreSQL: the facade's cycle beside the driver's own prepared statements, by one client and by sixteen, and reads
// with little and with much history. Alone: `node bench/postgres.mjs`, with another number of old records (10,000,000
// takes minutes and some gigabytes): `node bench/postgres.mjs 10000000`. It needs the built package.
import { IdentityDeletionModule } from "identity-deletion-process";
import { PostgresPersistence } from "identity-deletion-process/postgres";
import pg from "pg";
import { fileURLToPath } from "node:url";
import { figure, inTurn, microsecondsEach } from "./measure.mjs";
import { cycle, must, person } from "./people.mjs";
import { withPostgresServer } from "./postgresServer.mjs";

const clients = 16;
const mostForSixteen = 1 / 0.85;

/** The cycle by one client, and by sixteen at once. Raw is `pool.query` with prepared statements, on a pool as large. */
export async function postgresCycle() {
    return await withPostgresServer(async (server) => {
        const facade = await facadeOn(server, { schema: "facade" }, clients);
        await (await facadeOn(server, { schema: "raw" }, 1)).close();
        const pool = new pg.Pool({ ...server.config(), max: clients });
        const facadeCycles = people(clients).map((each) => {
            const processes = facade.of(each);
            return () => cycle(processes);
        });
        const rawCycles = people(clients).map((each) => rawCycle(pool, each));
        const one = await compare(31, 60, facadeCycles.slice(0, 1), rawCycles.slice(0, 1));
        const many = await compare(31, 25, facadeCycles, rawCycles);
        await facade.close();
        await pool.end();
        return [
            figure("PostgreSQL: raw cycle of four prepared statements", one.second, "µs"),
            figure("PostgreSQL: facade cycle (initiate, get active, cancel)", one.first, "µs"),
            figure("PostgreSQL: facade cycle / raw cycle", one.ratio, "×", 1.15),
            figure(`PostgreSQL: raw cycle, ${clients} clients`, many.second, "µs"),
            figure(`PostgreSQL: facade cycle, ${clients} clients`, many.first, "µs"),
            figure(
                `PostgreSQL: facade / raw, ${clients} clients (0.85 of its throughput)`,
                many.ratio,
                "×",
                mostForSixteen
            )
        ];
    });
}

/** Reads with 10 and with `many` old records: half of them the reader's own, half other people's. */
export async function postgresHistory(_folder, many = 1_000_000) {
    return await withPostgresServer(async (server) => {
        const few = 10;
        const small = await readerOf(server, "small", few);
        const large = await readerOf(server, "large", many);
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
        await small.close();
        await large.close();
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

function people(count) {
    return Array.from({ length: count }, (_, number) => person(number));
}

async function facadeOn(server, options, max) {
    const persistence = PostgresPersistence.open({ ...server.config(), max }, options);
    const module = await IdentityDeletionModule.create({ persistence });
    return {
        of: (identity) => module.forIdentity(identity).identityDeletionProcesses,
        close: () => module.close()
    };
}

async function readerOf(server, schema, oldRecords) {
    const facade = await facadeOn(server, { schema }, 1);
    const reader = facade.of(person(0));
    await server.query(oldRecordsIn(schema, oldRecords));
    const { id } = must(await reader.initiateIdentityDeletionProcess());
    await server.query(`VACUUM ANALYZE ${schema}.records`);
    return {
        active: async () => must(await reader.getActiveIdentityDeletionProcess()),
        byId: async () => must(await reader.getIdentityDeletionProcess({ id })),
        close: facade.close
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

/** What the cycle costs when nothing but the driver stands between the program and the server. */
function rawCycle(pool, { address, deviceId }) {
    const columns = "key, identity_key, slot, lookup, revision, created_at, due_at, unsettled, data";
    const insert = `INSERT INTO raw.records (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
    const select = `SELECT ${columns} FROM raw.records WHERE slot = $1 AND identity_key = $1
        UNION ALL
        SELECT ${columns} FROM raw.records WHERE identity_key = $1 AND unsettled AND slot <> $1
        ORDER BY created_at, key`;
    const update = `UPDATE raw.records
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
