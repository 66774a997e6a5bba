// What looking for due work costs on PostgreSQL, with few and with many records that are not due: a part of bench/lifecycle.mjs.
import pg from "pg";
import { fill, insert, moduleOn } from "./lifecycleStore.mjs";
import { figure, inTurn, microsecondsEach } from "./measure.mjs";
import { withPostgresServer } from "./postgresServer.mjs";

/** The page of due work, with few and with many records that are not due: half of them planned, half of them tombstones. */
export async function lifecycleScan(notDue = 1_000_000) {
    return await withPostgresServer(async (server) => {
        const few = 10;
        const pool = new pg.Pool({ ...server.config(), max: 1 });
        const finders = [];
        for (const [schema, count] of [
            ["few", few],
            ["many", notDue]
        ]) {
            await fill(pool, schema, 1_000, "'2026-01-01T00:00:00.000Z'");
            await insert(pool, schema, count, "CASE number % 2 WHEN 0 THEN '2999-01-01T00:00:00.000Z' END", "00");
            await pool.query(`VACUUM ANALYZE ${schema}.records`);
            const { lifecycle } = await moduleOn(pool, schema);
            finders.push(async () => {
                const names = await lifecycle.findDue(undefined, 100);
                if (names.length !== 100) throw new Error(`There are ${names.length} due.`);
            });
        }
        const measure = (find) => async () => await microsecondsEach(20, find);
        for (const find of finders) await microsecondsEach(200, find);
        const { first, second, ratio } = await inTurn(31, measure(finders[1]), measure(finders[0]));
        await pool.end();
        return [
            figure(`Due work: a page of 100, ${few} records not due`, second, "µs"),
            figure(`Due work: a page of 100, ${notDue.toLocaleString("en")} records not due`, first, "µs"),
            figure("Due work: many not due / few", ratio, "×", 1.2)
        ];
    });
}
