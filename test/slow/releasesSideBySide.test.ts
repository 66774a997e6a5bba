/** A worker of each kept release and one of the present code on one store, with people who cancel and workers that die. */
import { join } from "node:path";
import { ChildPrograms } from "../support/childPrograms";
import { PostgresServer } from "../support/PostgresServer";
import { bundleOf, keptReleases } from "../support/releases/keptStores";
import { SideBySide } from "../support/releases/SideBySide";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

const orders = ["older", "present"] as const;

describe.each(keptReleases)("Release %s and the present code on one store", (release) => {
    let programs: ChildPrograms;

    beforeAll(async () => {
        programs = await ChildPrograms.compile("releases/release", "releases/releaseWorker");
    });

    afterAll(async () => await programs.remove());

    test.each(orders)(
        "do no harm to each other on a SQLite file that the %s one opens first",
        async (opensFirst) => {
            await inTemporaryDirectory(
                async (directory) => await sideBySide(join(directory, "identities.db"), directory, opensFirst)
            );
        },
        180_000
    );

    test.each(orders)(
        "do no harm to each other on a PostgreSQL database that the %s one opens first",
        async (opensFirst) => {
            const server = await PostgresServer.start();
            try {
                await inTemporaryDirectory(
                    async (directory) => await sideBySide(server.connectionString, directory, opensFirst)
                );
            } finally {
                await server.remove();
            }
        },
        180_000
    );

    async function sideBySide(store: string, directory: string, opensFirst: (typeof orders)[number]): Promise<void> {
        const logFile = join(directory, "calls");
        const olderFile = bundleOf(release);
        const people = new SideBySide({ programs, olderFile, store, logFile, opensFirst, count: 100, kills: 3 });
        await people.check();
        console.log(`${people.killed} workers killed, ${people.cancelled.size} of 100 cancelled in time.`);
        expect(people.killed).toBeGreaterThan(0);
    }
});
