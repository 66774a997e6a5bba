/**
 * 10 kills; another number by the environment variable POSTGRES_KILLS, for example
 *
 *     POSTGRES_KILLS=200 npx jest --selectProjects slow --testPathPatterns postgresKill
 */
import { IdentityDeletionModule } from "../../src";
import { PostgresPersistence } from "../../src/adapters/postgres";
import { alice } from "../support/fixtures";
import { PostgresServer } from "../support/PostgresServer";
import { RestlessIdentity } from "../support/RestlessIdentity";

const kills = Number(process.env.POSTGRES_KILLS ?? 10);
const maxTimeForOneInMs = 10_000;
const callsBetweenKills = 400;

describe(`${PostgresPersistence.name} whose server is killed with -9 and started again, under load`, () => {
    let server: PostgresServer;
    let module: IdentityDeletionModule;

    beforeAll(async () => {
        server = await PostgresServer.start();
        // What a hurried operator does: whatever is durable then, is so because the store itself asks for it.
        await server.query("ALTER SYSTEM SET synchronous_commit = off");
        await server.query("SELECT pg_reload_conf()");
        module = await IdentityDeletionModule.create({ persistence: PostgresPersistence.open(server.config()) });
    }, 60_000);

    afterAll(async () => {
        await module.close();
        await server.remove();
    }, 60_000);

    test(
        `loses no answered call in ${kills} kills, says unavailable, and goes on by itself`,
        async () => {
            const identities = Array.from({ length: 64 }, (_, number) => {
                const identity = { ...alice, address: `restless-${number}` };
                return new RestlessIdentity(module.forIdentity(identity).identityDeletionProcesses);
            });
            const total = (count: (identity: RestlessIdentity) => number): number =>
                identities.reduce((sum, identity) => sum + count(identity), 0);
            const answered = (): number => total((identity) => identity.answeredCalls);
            const unavailable = (): number => total((identity) => identity.unavailableCalls);

            let isOver = false;
            const live = identities.map(async (identity) => {
                while (!isOver) await identity.callOnce();
            });
            const ended = Promise.all(live);
            /** Looks again whenever the process has had a turn; ends with the first Identity that finds a fault. */
            const until = async (condition: () => boolean): Promise<void> => {
                while (!condition()) await Promise.race([ended, new Promise((resolve) => setImmediate(resolve))]);
            };

            for (let kill = 0; kill < kills; kill++) {
                const [answeredBefore, unavailableBefore] = [answered(), unavailable()];
                await until(() => answered() >= answeredBefore + callsBetweenKills);
                await server.kill();
                await until(() => unavailable() > unavailableBefore);
                await server.start();
            }
            const answeredAtLast = answered();
            await until(() => answered() >= answeredAtLast + callsBetweenKills);
            isOver = true;
            await ended;
            for (const identity of identities) await identity.compare();

            expect(unavailable()).toBeGreaterThanOrEqual(kills);
            expect(answered()).toBeGreaterThan(kills * callsBetweenKills);
        },
        60_000 + kills * maxTimeForOneInMs
    );
});
