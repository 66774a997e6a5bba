/** More of it, as a command: `npm run race-lifecycle`. */
import { join } from "node:path";
import { Lifecycle } from "../../src/lifecycle";
import { ChildPrograms } from "../support/childPrograms";
import { raceForTheEnd, type RaceReport } from "../support/lifecycle/race/Race";
import { PostgresServer } from "../support/PostgresServer";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

describe(`A cancellation in the last millisecond, and the claims of workers of ${Lifecycle.name}`, () => {
    let programs: ChildPrograms;

    beforeAll(async () => {
        programs = await ChildPrograms.compile("lifecycle/race/raceProcess");
    });

    afterAll(async () => await programs.remove());

    async function race(store: string, races: number, processes: number): Promise<RaceReport> {
        const program = programs.fileOf("raceProcess");
        return await raceForTheEnd({ program, environment: programs.environment, store, races, processes });
    }

    test("let exactly one win, and tell the loser (SQLite, 4 processes)", async () => {
        await inTemporaryDirectory(async (directory) => {
            const { collisions } = await race(join(directory, "identities.db"), 100, 4);
            expect(collisions).toBeGreaterThan(0);
        });
    }, 60_000);

    test("let exactly one win, and tell the loser (PostgreSQL, 8 processes)", async () => {
        const server = await PostgresServer.start();
        try {
            const { collisions } = await race(server.connectionString, 400, 8);
            expect(collisions).toBeGreaterThan(0);
        } finally {
            await server.remove();
        }
    }, 60_000);
});
