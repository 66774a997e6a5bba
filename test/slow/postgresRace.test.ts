import { PostgresPersistence } from "../../src/adapters/postgres";
import { ChildPrograms } from "../support/childPrograms";
import { ModuleProcesses } from "../support/ModuleProcesses";
import { PostgresServer } from "../support/PostgresServer";
import { expectedOfRace } from "../support/sqliteRace";

describe(`${PostgresPersistence.name} with 8 processes on one database`, () => {
    let server: PostgresServer;
    let programs: ChildPrograms;
    let processes: ModuleProcesses;

    beforeAll(async () => {
        server = await PostgresServer.start();
        programs = await ChildPrograms.compile("moduleProcess");
        processes = ModuleProcesses.start(8, programs);
    }, 60_000);

    afterAll(async () => {
        await processes.stop();
        await programs.remove();
        await server.remove();
    }, 60_000);

    test("lets exactly one of 200 concurrent calls initiate, 50 times", async () => {
        // All of them on a database without tables.
        const { connectionString } = server;
        const opened = await processes.allAtOnce({ do: "openPostgres", connectionString });
        expect(opened).toEqual(Array(8).fill({ code: "ok" }));

        for (let time = 1; time <= 50; time++) {
            const answers = await processes.allAtOnce({ do: "initiate", address: `identity-${time}`, times: 25 });
            const counts: Record<string, number> = {};
            for (const { code } of answers) counts[code] = (counts[code] ?? 0) + 1;
            expect([time, counts]).toEqual([time, expectedOfRace(200)]);
        }
        const rows = await server.query<{ count: string }>(
            "SELECT count(*) FROM identity_deletion.records WHERE key <> '!store'"
        );
        expect(rows).toEqual([{ count: "50" }]);
        await processes.all({ do: "close" });
    }, 120_000);
});
