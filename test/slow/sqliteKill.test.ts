/**
 * 300 kills; another number by the environment variable SQLITE_KILLS, for example
 *
 *     SQLITE_KILLS=5000 npx jest --selectProjects slow --testPathPatterns sqliteKill
 */
import { join } from "node:path";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { ChildPrograms } from "../support/childPrograms";
import { KillSeries } from "../support/KillSeries";
import { queryFile } from "../support/sqliteFiles";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

const kills = Number(process.env.SQLITE_KILLS ?? 300);
const maxTimeForOneInMs = 2_000;

describe(`${SqlitePersistence.name} under kill -9`, () => {
    test.each([1, 64])(
        `has every answered call after ${kills} kills at random moments, with %d callers at once`,
        async (callers) => {
            const programs = await ChildPrograms.compile("victimProcess");
            try {
                await inTemporaryDirectory(async (directory) => {
                    const file = join(directory, "identities.db");
                    const series = new KillSeries(programs, file, callers);
                    await series.kill(kills);
                    await series.conclude();

                    expect(series.kills).toBe(kills);
                    expect(series.answeredCalls).toBeGreaterThan(kills);
                    expect(queryFile(file, "PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
                });
            } finally {
                await programs.remove();
            }
        },
        60_000 + kills * maxTimeForOneInMs
    );
});
