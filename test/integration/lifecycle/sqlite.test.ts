import { join } from "node:path";
import { ErrorCode, IdentityDeletionModule } from "../../../src";
import { SqlitePersistence } from "../../../src/adapters/sqlite";
import { Lifecycle } from "../../../src/lifecycle";
import { FixedClock } from "../../../src/testing";
import { inTemporaryDirectory } from "../../support/temporaryDirectory";
import {
    deleter,
    LifecycleWorld,
    person,
    pseudonymKey,
    RecordingNotifier
} from "../../support/lifecycle/LifecycleWorld";

describe("A worker with much to do on a SQLite file", () => {
    test("lets the host's timers fire meanwhile, though neither the driver nor a deleter ever waits", async () => {
        await inTemporaryDirectory(async (directory) => {
            const persistence = SqlitePersistence.open(join(directory, "identities.db"));
            const world = await LifecycleWorld.create({ persistence, concurrency: 1 });
            for (let number = 0; number < 60; number++) await world.initiate(person(number));
            world.clock.advance({ days: 15 });
            let deletedAtTimer: number | undefined;
            setTimeout(() => (deletedAtTimer = world.deleted.length), 0);

            expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 60 });

            expect(deletedAtTimer).toBeLessThan(60);
            await world.module.close();
        });
    });
});

describe("Several workers over one SQLite file", () => {
    test("carry each deletion out once, with its reminders, and name nobody afterwards", async () => {
        await inTemporaryDirectory(async (directory) => {
            const file = join(directory, "identities.db");
            const clock = new FixedClock();
            const worlds = [];
            for (let index = 0; index < 3; index++) {
                worlds.push(await LifecycleWorld.create({ persistence: SqlitePersistence.open(file), clock }));
            }
            for (let number = 0; number < 12; number++) await worlds[0].initiate(person(number), 14);
            for (let day = 0; day < 14; day++) {
                clock.advance({ days: 1 });
                await Promise.all(worlds.map(({ lifecycle }) => lifecycle.runDue()));
            }
            const keys = worlds.flatMap(({ notifier }) => notifier.reminders.map((each) => each.idempotencyKey));
            expect([keys.length, new Set(keys).size]).toStrictEqual([36, 36]);
            const deleted = worlds.flatMap((world) => world.deleted).sort();
            expect(deleted).toStrictEqual(Array.from({ length: 12 }, (_, number) => person(number).address).sort());
            const records = JSON.stringify(await worlds[0].persistence.scan(undefined, 100));
            expect(records).not.toMatch(/did:e:|DVCsomebodysphone001/);
            for (const { module } of worlds) await module.close();
        });
    });

    test("let exactly one of a cancellation and a claim win, and the loser is told which", async () => {
        await inTemporaryDirectory(async (directory) => {
            const file = join(directory, "identities.db");
            // Whoever cancels sees the last millisecond, and the workers the end.
            const deskClock = new FixedClock();
            const clock = new FixedClock();
            const deleted: string[] = [];
            const desk = await IdentityDeletionModule.create({
                persistence: SqlitePersistence.open(file),
                clock: deskClock,
                pseudonymKey,
                lifecycle: "elsewhere"
            });
            const workers = await Promise.all(
                [1, 2].map(async () => {
                    const configured = Lifecycle.configure({
                        deleters: [deleter("files", async (address) => void deleted.push(address))],
                        notifier: new RecordingNotifier(),
                        remindersInDaysBeforeEnd: []
                    });
                    const persistence = SqlitePersistence.open(file);
                    const module = await IdentityDeletionModule.create({
                        persistence,
                        clock,
                        pseudonymKey,
                        lifecycle: configured
                    });
                    const { lifecycle } = module;
                    return { lifecycle, module };
                })
            );
            const cancelled: string[] = [];
            for (let number = 0; number < 60; number++) {
                const { address } = person(number);
                const facade = desk.forIdentity(person(number)).identityDeletionProcesses;
                await facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
                clock.set(deskClock.now().toISO()!);
                clock.advance({ days: 1 });
                deskClock.advance({ days: 1, milliseconds: -1 });
                const [result] = await Promise.all([
                    // Not always the first to come.
                    number % 2 === 0
                        ? facade.cancelIdentityDeletionProcess()
                        : Promise.resolve().then(() => facade.cancelIdentityDeletionProcess()),
                    ...workers.map(({ lifecycle }) => lifecycle.runDue())
                ]);
                if (result.isSuccess) cancelled.push(address);
                else {
                    const codes: string[] = [
                        ErrorCode.gracePeriodHasExpired,
                        ErrorCode.noActiveIdentityDeletionProcess
                    ];
                    expect(codes).toContain(result.error.code);
                }
                expect(deleted.includes(address)).toBe(result.isError);
            }
            expect(cancelled.length + deleted.length).toBe(60);
            for (const { module } of [...workers, { module: desk }]) await module.close();
        });
    });
});
