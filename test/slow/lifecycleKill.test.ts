/** More of it, as a command: `npm run kill-lifecycle -- --runs 500 --store sqlite`, and the same on `postgres`. */
import { join } from "node:path";
import type { JsonObject, PersistencePort } from "../../src";
import { requireReadable } from "../../src/ports/unreadableRecords";
import { Lifecycle } from "../../src/lifecycle";
import { ChildPrograms } from "../support/childPrograms";
import { killWorkers, type SeriesOptions } from "../support/lifecycle/kill/KillSeriesOfWorkers";
import { PostgresServer } from "../support/PostgresServer";
import { jsonOf } from "../../src/domain/record/StoredRecord";

const runs = 25;

describe(`${Lifecycle.name} whose worker is killed with -9`, () => {
    let programs: ChildPrograms;
    let options: Omit<SeriesOptions, "emptyStore">;

    beforeAll(async () => {
        programs = await ChildPrograms.compile("lifecycle/kill/killVictim");
        options = { victim: programs.fileOf("killVictim"), environment: programs.environment, runs, seed: 1 };
    });

    afterAll(async () => await programs.remove());

    const onSqlite = async (folder: string): Promise<string> => join(folder, "identities.db");

    test("completes each deletion, and repeats only what was running (SQLite)", async () => {
        const kills = await killWorkers({ ...options, emptyStore: onSqlite });
        expect(total(kills)).toBeGreaterThanOrEqual(runs);
    }, 120_000);

    test("completes each deletion, and repeats only what was running (PostgreSQL)", async () => {
        const server = await PostgresServer.start();
        try {
            const emptyStore = async (): Promise<string> => {
                await server.query("DROP SCHEMA IF EXISTS identity_deletion CASCADE");
                return server.connectionString;
            };
            const kills = await killWorkers({ ...options, emptyStore });
            expect(total(kills)).toBeGreaterThanOrEqual(runs);
        } finally {
            await server.remove();
        }
    }, 120_000);

    test("would be seen to repeat more if it forgot its checkpoints", async () => {
        const forgetful = killWorkers({ ...options, emptyStore: onSqlite, last: forgettingCheckpoints });
        const cause = { message: expect.stringMatching(/should not have begun|repeats/) };
        await expect(forgetful).rejects.toMatchObject({ cause });
    }, 120_000);
});

function total(kills: ReadonlyMap<string, number>): number {
    return [...kills.values()].reduce((sum, count) => sum + count, 0);
}

function forgettingCheckpoints(port: PersistencePort): PersistencePort {
    const findDue: PersistencePort["findDue"] = async (...given) => {
        const records = requireReadable(await port.findDue(...given));
        return records.map((record) => {
            const lifecycle = { ...(jsonOf(record.data).lifecycle as JsonObject), done: [] };
            return { ...record, data: { ...record.data, lifecycle } };
        });
    };
    return new Proxy(port, {
        get: (target, name) => {
            const value: unknown = name === "findDue" ? findDue : Reflect.get(target, name, target);
            return typeof value === "function" ? (value.bind(target) as unknown) : value;
        }
    });
}
