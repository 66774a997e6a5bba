import { join } from "node:path";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { ChildPrograms } from "../support/childPrograms";
import { KillSeries } from "../support/KillSeries";
import { ModuleProcesses } from "../support/ModuleProcesses";
import { queryFile } from "../support/sqliteFiles";
import { expectedOfRace, raceForOneProcess } from "../support/sqliteRace";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

/** Small samples; the slow group has the whole of it. */
describe(`${SqlitePersistence.name} in several processes`, () => {
    let programs: ChildPrograms;

    beforeAll(async () => {
        programs = await ChildPrograms.compile("moduleProcess", "victimProcess");
    });

    afterAll(async () => await programs.remove());

    test("lets one of 75 concurrent calls from 3 processes initiate", async () => {
        await inTemporaryDirectory(async (directory) => {
            const processes = ModuleProcesses.start(3, programs);
            try {
                const counts = await raceForOneProcess(processes, join(directory, "identities.db"), 25);
                expect(counts).toEqual(expectedOfRace(75));
            } finally {
                await processes.stop();
            }
        });
    });

    test("migrates a new file once, however many processes open it at the same instant", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const processes = ModuleProcesses.start(8, programs);
            try {
                const answers = await processes.allAtOnce({ do: "open", path });
                expect(answers).toEqual(Array.from({ length: 8 }, () => ({ code: "ok" })));
            } finally {
                await processes.stop();
            }
            expect(queryFile(path, "SELECT number FROM identity_deletion_migration")).toEqual([
                { number: 1 },
                { number: 2 }
            ]);
        });
    });

    test("has every answered call after kill -9", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const series = new KillSeries(programs, path);
            await series.kill(5);
            await series.conclude();
            expect(series.kills).toBe(5);
            expect(queryFile(path, "PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
        });
    });
});
