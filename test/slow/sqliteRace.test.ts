import { join } from "node:path";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { ChildPrograms } from "../support/childPrograms";
import { ModuleProcesses } from "../support/ModuleProcesses";
import { expectedOfRace, raceForOneProcess } from "../support/sqliteRace";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

describe(`${SqlitePersistence.name} with 8 processes on one file`, () => {
    test("lets exactly one of 200 concurrent calls initiate, 50 times", async () => {
        const programs = await ChildPrograms.compile("moduleProcess");
        const processes = ModuleProcesses.start(8, programs);
        try {
            await inTemporaryDirectory(async (directory) => {
                for (let time = 1; time <= 50; time++) {
                    const counts = await raceForOneProcess(processes, join(directory, `${time}.db`), 25);
                    expect(counts).toEqual(expectedOfRace(200));
                }
            });
        } finally {
            await processes.stop();
            await programs.remove();
        }
    }, 240_000);
});
