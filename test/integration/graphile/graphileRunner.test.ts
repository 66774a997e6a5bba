import { Pool } from "pg";
import { ErrorCode } from "../../../src";
import { StatementRunner } from "../../../src/adapters/postgres/StatementRunner";
import { GraphileRunner } from "../../../src/graphile";
import { checkedGraphileRunnerOptions } from "../../../src/graphile/GraphileRunnerOptions";
import { batchTask, JobTables, sweepTask } from "../../../src/graphile/JobTables";
import { LifecycleJobs } from "../../../src/graphile/LifecycleJobs";
import { GraphileWorld, until } from "../../support/graphile/GraphileWorld";
import { PostgresServer } from "../../support/PostgresServer";

let server: PostgresServer;
let world: GraphileWorld;

beforeAll(async () => {
    server = await PostgresServer.start();
}, 30_000);

afterAll(async () => await server.remove(), 30_000);

beforeEach(() => {
    world = new GraphileWorld(server);
});

afterEach(async () => await world.end());

describe(GraphileRunner.name, () => {
    test("deletes what is due at its start, and leaves no job but the next sweep", async () => {
        const addresses = await world.addDue(7);
        const machine = await world.start({ batchSize: 3 });
        await until(async () => await world.areDeleted(7));

        expect([...machine.finished].sort()).toStrictEqual(addresses);
        await until(async () => (await world.jobRows()).length === 1);
        expect(await world.jobRows()).toMatchObject([{ task_identifier: sweepTask, attempts: 0, locked_by: null }]);
        expect(machine.errors).toStrictEqual([]);
    });

    test("goes on until nothing is due where one sweep cannot take it all", async () => {
        await world.addDue(23);
        await world.start({ batchSize: 3, maxBatchesPerSweep: 2 });
        await until(async () => await world.areDeleted(23));
    });

    test("works off all that is behind rows that cannot be read, though these fill a whole sweep", async () => {
        await world.addDue(10);
        await world.query(
            `UPDATE ${world.store}.records SET data = '[]' WHERE key IN (
                SELECT key FROM ${world.store}.records WHERE due_at IS NOT NULL ORDER BY due_at, key LIMIT 4)`
        );
        const machine = await world.start({ batchSize: 1, maxBatchesPerSweep: 2 });
        await until(() => machine.finished.length === 6);
        await until(async () => (await world.jobRows()).length === 1);
        expect(machine.events.filter(({ type }) => type === "unreadableRecord")).toHaveLength(4);
        expect(await machine.lifecycle.status()).toMatchObject({ due: 0, unreadable: 4 });
        expect(machine.errors).toStrictEqual([]);
    });

    test("looks for itself at its interval", async () => {
        await world.start({ sweepIntervalInMs: 50 });
        await world.addDue(2);
        await until(async () => await world.areDeleted(2));
    });

    test("shares the work among machines, each Identity deleted once", async () => {
        const addresses = await world.addDue(40);
        const machines: { begun: string[] }[] = [];
        // Nobody goes on before the other has something to do.
        const behaviour = async (): Promise<void> => until(() => machines.every(({ begun }) => begun.length > 0));
        const options = { batchSize: 5, concurrentBatches: 1, deleteIdentityData: behaviour };
        machines.push({ begun: [] });
        const one = await world.start(options);
        const other = await world.start(options);
        machines.splice(0, 1, one, other);
        await until(async () => await world.areDeleted(40));

        expect([...one.finished, ...other.finished].sort()).toStrictEqual(addresses);
    });

    test("can be started on many machines at the same moment, over a schema of any name", async () => {
        const machine = await world.create();
        const options = {
            lifecycle: machine.lifecycle,
            database: server.connectionString,
            schema: "Tenant-7 o'clock"
        };
        const runners = await Promise.all(Array.from({ length: 4 }, async () => await GraphileRunner.start(options)));
        await Promise.all(runners.map(async (runner) => await runner.stop()));

        const rows = await server.query(`SELECT worker FROM "Tenant-7 o'clock".identity_deletion_workers`);
        expect(rows).toStrictEqual([]);
    });
});

describe("A job of the runner", () => {
    test("that is doubled deletes nobody twice", async () => {
        const addresses = await world.addDue(12);
        const machine = await world.create();
        let letGo: () => void = () => {};
        const held = new Promise<void>((resolve) => (letGo = resolve));
        const runner = await GraphileRunner.start({
            lifecycle: {
                findDue: machine.lifecycle.findDue.bind(machine.lifecycle),
                run: async (names) => await held.then(async () => await machine.lifecycle.run(names)),
                stop: noStop
            },
            database: server.connectionString,
            schema: world.jobs,
            batchSize: 3,
            concurrentBatches: 1
        });
        // One is being worked on, three wait.
        await until(async () => (await batches()).length === 4);
        const stopping = runner.stop();
        await world.query(
            `SELECT jobs.add_job('${batchTask}', payload) FROM jobs._private_jobs, generate_series(1, 3)
            WHERE payload->'names' IS NOT NULL`
        );
        const workers = await Promise.all([1, 2].map(async () => await world.start({ concurrentBatches: 4 })));
        await until(async () => await world.areDeleted(12));
        letGo();
        await stopping;
        await until(async () => (await batches()).length === 0);

        expect(workers.flatMap(({ finished }) => finished).sort()).toStrictEqual(addresses);
    });

    test("takes the place of the one that waits since an earlier sweep, and leaves alone the one that is being done", async () => {
        await (await world.start()).stop();
        const names = ["a", "b", "c", "d", "e"];
        const { sweep, end } = sweeping(async () => [...names]);
        await sweep();
        await world.query(
            "UPDATE jobs._private_jobs SET locked_by = 'someone', locked_at = now() WHERE payload::text LIKE '%\"a\"%'"
        );
        await Promise.all([sweep(), sweep(), sweep()]);
        expect(
            (await batches()).map(({ payload, locked_by, key }) => [payload.names?.join(), locked_by, key])
        ).toStrictEqual([
            ["a,b", "someone", null],
            ["c,d", null, `${batchTask}:1`],
            ["e", null, `${batchTask}:2`],
            ["a,b", null, `${batchTask}:0`]
        ]);

        names.splice(0, 4);
        await sweep();
        expect((await batches()).map(({ payload }) => payload.names?.join())).toStrictEqual(["a,b", "c,d", "e", "e"]);
        await end();
    });

    test("that is lost is made again", async () => {
        await world.addDue(9);
        let isHeld = true;
        const hold = async (): Promise<void> => until(() => !isHeld);
        const machine = await world.start({
            batchSize: 3,
            concurrentBatches: 1,
            sweepIntervalInMs: 100,
            deleteIdentityData: hold
        });
        await until(() => machine.begun.length > 0);
        await world.query("TRUNCATE jobs._private_jobs");
        isHeld = false;
        await until(async () => await world.areDeleted(9));

        expect(machine.finished).toHaveLength(9);
    });

    test("of a machine that was not heard of is given to another; that of a machine that lives is not", async () => {
        await world.addDue(6);
        const machine = await world.create();
        const names = await machine.lifecycle.findDue();
        const living = await world.start({ heartbeatTimeoutInMs: 200, sweepIntervalInMs: 3_600_000 });
        await until(async () => await world.areDeleted(6));

        const [alive] = await world.query<{ worker: string }>("SELECT worker FROM jobs.identity_deletion_workers");
        for (const worker of ["pool-gone", alive.worker]) {
            await world.query(
                `SELECT jobs.add_job('${batchTask}', '${JSON.stringify({ names })}', run_at := now() + interval '1 day')`
            );
            await world.query(
                `UPDATE jobs._private_jobs SET locked_by = '${worker}', locked_at = now() - interval '1 hour', run_at = now()
                WHERE run_at > now() + interval '23 hours'`
            );
        }
        await until(async () => (await batches()).length === 1);

        expect(await batches()).toMatchObject([{ locked_by: alive.worker }]);
        expect(living.errors).toStrictEqual([]);
    });

    test("that was tried too often does not stay", async () => {
        const machine = await world.start();
        await world.query(
            `SELECT jobs.add_job('${batchTask}', '{"names": []}', run_at := now() + interval '1 day', job_key := 'exhausted')`
        );
        await world.query("SELECT jobs.add_job('of-another', max_attempts := 1)");
        await world.query(
            "UPDATE jobs._private_jobs SET attempts = max_attempts WHERE run_at > now() OR max_attempts = 1"
        );
        await until(async () => !(await world.jobRows()).some(({ key }) => key === "exhausted"));

        expect((await world.jobRows()).map(({ task_identifier }) => task_identifier)).toContain("of-another");
        expect(machine.errors).toStrictEqual([]);
    });

    test("leaves nothing in any table that names anyone, whatever it fails with", async () => {
        const [address] = await world.addDue(1);
        const machine = await world.create();
        const [name] = await machine.lifecycle.findDue();
        const naming = new Error(`The data of ${address} cannot be deleted.`);
        const errors: unknown[] = [];
        const runner = await GraphileRunner.start({
            lifecycle: {
                findDue: machine.lifecycle.findDue.bind(machine.lifecycle),
                run: async () => await Promise.reject(naming),
                stop: noStop
            },
            database: server.connectionString,
            schema: world.jobs,
            onError: (error) => {
                errors.push(error);
                throw new Error("Also whoever only listens may fail.");
            }
        });
        await until(async () => (await batches()).some(({ last_error }) => last_error !== null));

        expect(await batches()).toMatchObject([{ last_error: ErrorCode.unknown }]);
        expect(errors).toStrictEqual([naming]);
        const tables = await world.query<{ name: string }>(
            `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${world.jobs}'`
        );
        expect(tables.length).toBeGreaterThan(4);
        const everything: string[] = [];
        for (const { name } of tables) {
            const rows = await world.query<{ row: string }>(`SELECT to_json(t)::text AS row FROM jobs."${name}" AS t`);
            everything.push(...rows.map(({ row }) => row));
        }
        expect(everything.join()).toContain(name);
        expect(everything.join()).not.toContain(address);
        expect(everything.join()).not.toContain("cannot be deleted");
        await runner.stop(0);
    });
});

describe("The job engine of the runner", () => {
    test("is started again where it has ended by itself", async () => {
        await world.addDue(3);
        let isHeld = true;
        const hold = async (): Promise<void> => until(() => !isHeld);
        const machine = await world.start({ deleteIdentityData: hold, sweepIntervalInMs: 100 });
        await until(() => machine.begun.length === 3);
        // It cannot say that the job is done.
        await world.query("ALTER TABLE jobs._private_jobs RENAME TO out_of_reach");
        isHeld = false;
        await until(() => machine.errors.some((error) => String(error).includes("Failed to complete jobs")));
        await world.query("ALTER TABLE jobs.out_of_reach RENAME TO _private_jobs");
        await world.addDue(4);
        await until(async () => await world.areDeleted(7));

        expect(machine.errors.length).toBeGreaterThan(0);
        expect(machine.finished).toHaveLength(7);
    }, 20_000);
});

describe("Stopping the runner", () => {
    test("waits for what runs, and leaves the rest to another machine, at once", async () => {
        const addresses = await world.addDue(8);
        let isHeld = true;
        const hold = async (): Promise<void> => until(() => !isHeld);
        const stopped = await world.start({ batchSize: 4, deleteIdentityData: hold, lifecycle: { concurrency: 1 } });
        await until(() => stopped.begun.length === 2);
        const stopping = stopped.runner.stop();
        let hasStopped = false;
        void stopping.then(() => (hasStopped = true));
        const other = await world.start();
        await until(() => other.finished.length > 0 || hasStopped);
        expect(hasStopped).toBe(false);
        isHeld = false;
        await stopping;
        await until(async () => await world.areDeleted(8));

        expect(stopped.finished).toHaveLength(2);
        expect([...stopped.finished, ...other.finished].sort()).toStrictEqual(addresses);
    });

    test("waits no longer than its limit and a moment for a deleter that heeds nothing", async () => {
        await world.addDue(1);
        let letGo: () => void = () => {};
        const hangs = async (): Promise<void> => await new Promise((resolve) => (letGo = resolve));
        const machine = await world.start({ deleteIdentityData: hangs });
        await until(() => machine.begun.length === 1);
        const before = performance.now();
        await machine.runner.stop(50);

        expect(performance.now() - before).toBeLessThan(5_000);
        expect(await world.statuses()).toStrictEqual({ Deleting: 1 });
        letGo();
    });

    test("is harmless a second time, and leaves the host's pool open and as it was", async () => {
        const pool = new Pool({ ...server.config(), max: 4 });
        const machine = await world.start({ database: pool, concurrentBatches: 1 });
        await world.addDue(2);
        await machine.runner.sweep();
        await until(async () => await world.areDeleted(2));
        await expect(machine.runner.stop(NaN)).rejects.toThrow(RangeError);
        await machine.runner.stop(Infinity);
        await machine.runner.stop();

        expect(pool.listenerCount("error") + pool.listenerCount("connect")).toBe(0);
        expect((await pool.query("SELECT 1 AS one")).rows).toStrictEqual([{ one: 1 }]);
        expect(await world.query("SELECT * FROM jobs.identity_deletion_workers")).toStrictEqual([]);
        await pool.end();
    });

    test("makes the connections of its own pool end; a sweep is refused then", async () => {
        const machine = await world.start({
            database: { ...server.config(), application_name: "a-runner" }
        });
        const connections = async (): Promise<number> =>
            (await server.query("SELECT FROM pg_stat_activity WHERE application_name = 'a-runner'")).length;
        expect(await connections()).toBeGreaterThan(0);
        await machine.runner.stop();
        await until(async () => (await connections()) === 0);

        await expect(machine.runner.sweep()).rejects.toMatchObject({ code: ErrorCode.storeUnavailable });
    });
});

describe("Starting the runner", () => {
    test("is refused where the database cannot be reached", async () => {
        const { lifecycle } = await world.create();
        const started = GraphileRunner.start({ lifecycle, database: { host: "/nowhere" } });
        await expect(started).rejects.toMatchObject({ code: ErrorCode.storeUnavailable });
    });

    test("is refused where the role may not create the tables", async () => {
        await server.query("CREATE ROLE restricted LOGIN");
        const { lifecycle } = await world.create();
        const started = GraphileRunner.start({ lifecycle, database: server.config("restricted"), schema: world.jobs });
        await expect(started).rejects.toMatchObject({ code: ErrorCode.storeUnavailable });
    });
});

async function batches(): ReturnType<GraphileWorld["jobRows"]> {
    return (await world.jobRows()).filter(({ task_identifier }) => task_identifier === batchTask);
}

/** What sweeps do, without an engine that would work on what they make. */
function sweeping(findDue: () => Promise<string[]>): { sweep: () => Promise<void>; end: () => Promise<void> } {
    const pool = new Pool({ ...server.config(), max: 3 });
    const lifecycle = { findDue, run: neverRuns, stop: noStop };
    const options = checkedGraphileRunnerOptions({ lifecycle, database: pool, schema: world.jobs, batchSize: 2 });
    const retry = { attempts: 1, firstDelayInMs: 1, maxDelayInMs: 1 };
    const tables = new JobTables(
        new StatementRunner(pool, { retry, retryTimeoutInMs: 1, timeoutInMs: 5_000 }),
        options.quotedSchema
    );
    const jobs = new LifecycleJobs(options, tables);
    return { sweep: async () => await jobs.sweep(), end: async () => await pool.end() };
}

async function neverRuns(): Promise<never> {
    return await new Promise(() => {});
}

async function noStop(): Promise<void> {}
