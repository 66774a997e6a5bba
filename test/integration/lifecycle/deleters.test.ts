import { ErrorCode, IdentityDeletionProcessStatus, type JsonObject } from "../../../src";
import { requireReadable } from "../../../src/ports/unreadableRecords";
import type { DeletionContext } from "../../../src/lifecycle";
import { alice, bob } from "../../support/fixtures";
import { deleter, LifecycleWorld, person, WorldOptions } from "../../support/lifecycle/LifecycleWorld";
import { settle } from "../../support/lifecycle/VirtualTimer";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

const worlds: LifecycleWorld[] = [];

async function createWorld(options?: WorldOptions): Promise<LifecycleWorld> {
    const world = await LifecycleWorld.create({ notifier: "none", ...options });
    worlds.push(world);
    return world;
}

afterEach(async () => {
    await Promise.all(worlds.splice(0).map(({ module }) => module.close()));
});

describe("Deleters", () => {
    test("run in the order of their dependencies, one after the other, each told what it needs", async () => {
        const calls: [string, string, DeletionContext][] = [];
        const recorded = (name: string, ...dependsOn: string[]): ReturnType<typeof deleter> =>
            deleter(name, async (address, context) => void calls.push([name, address, context]), dependsOn);
        const world = await createWorld({
            deleters: [recorded("keys", "rows", "files"), recorded("files"), recorded("rows")]
        });
        const id = await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });

        expect(calls.map(([name]) => name)).toStrictEqual(["files", "rows", "keys"]);
        expect(new Set(calls.map(([, address]) => address))).toStrictEqual(new Set([alice.address]));
        for (const [, , context] of calls) {
            expect(context).toMatchObject({ processId: id, attempt: 1 });
            expect(context.signal.aborted).toBe(false);
        }
        const fencing = calls.map(([, , context]) => context.fencing);
        expect(fencing).toStrictEqual([...fencing].sort((a, b) => a - b));
        expect(new Set(fencing).size).toBe(3);
    });

    test("that are done are not repeated when a later one fails; those that wait for it wait, and others do not", async () => {
        const calls: string[] = [];
        let fails = true;
        const world = await createWorld({
            deleters: [
                deleter("first", async () => void calls.push("first")),
                deleter("failing", async () => {
                    calls.push("failing");
                    if (fails) throw new Error(`cannot delete ${alice.address}`);
                }),
                deleter("waiting", async () => void calls.push("waiting"), ["failing"]),
                deleter("independent", async () => void calls.push("independent"))
            ]
        });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ claimed: 1, failed: 1, deleted: 0 });
        expect(calls).toStrictEqual(["first", "failing", "independent"]);
        expect((await world.lifecycle.runDue()).found).toBe(0);
        expect(await world.lifecycle.status()).toMatchObject({ due: 0, running: 0, retrying: 1, failed: 0 });

        fails = false;
        world.clock.advance({ minutes: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ claimed: 0, deleted: 1 });
        expect(calls).toStrictEqual(["first", "failing", "independent", "failing", "waiting"]);
        expect(world.errors).toStrictEqual([new Error(`cannot delete ${alice.address}`)]);
        expect(JSON.stringify(world.events)).not.toContain(alice.address);
        expect(JSON.stringify(await world.records())).not.toContain("cannot delete");
    });

    test("of others are not held up by one that fails or hangs", async () => {
        const world = await createWorld({
            concurrency: 2,
            deleters: [
                deleter("files", async (address) => {
                    if (address === alice.address) throw new Error("no");
                    if (address === bob.address) await new Promise(() => {});
                    world.deleted.push(address);
                })
            ]
        });
        await world.initiate(alice, 1);
        await world.initiate(bob, 1);
        for (let number = 0; number < 20; number++) await world.initiate(person(number), 1);
        world.clock.advance({ days: 1 });
        const running = world.lifecycle.runDue();
        await settle();
        expect(world.deleted).toHaveLength(20);
        await world.timer.advance({ minutes: 5 });
        expect(await running).toMatchObject({ found: 22, deleted: 20, failed: 2 });
    });

    test("are tried again with increasing delays, then the process waits for an operator, who finds it and says retry", async () => {
        let fails = true;
        const world = await createWorld({
            retry: { firstDelayInMs: 1000, maxDelayInMs: 4000, attempts: 5 },
            deleters: [
                deleter("done", async () => {}),
                deleter("files", async () => {
                    if (fails) throw new RangeError(`of ${alice.address}`);
                })
            ]
        });
        const id = await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        const pauses = [];
        for (let attempt = 1; attempt <= 4; attempt++) {
            expect(await world.lifecycle.runDue()).toMatchObject({ failed: 1, parked: 0 });
            const { nextDueAt } = await world.lifecycle.status();
            pauses.push(Date.parse(nextDueAt!) - world.clock.now().toMillis());
            expect(await world.lifecycle.failed()).toMatchObject([
                { state: "waiting", processId: id, attempts: attempt, nextAttemptAt: nextDueAt }
            ]);
            world.clock.set(nextDueAt!);
        }
        expect(pauses).toStrictEqual([1000, 2000, 4000, 4000]);
        expect(await world.lifecycle.runDue()).toMatchObject({ failed: 0, parked: 1 });

        const parkedAt = world.clock.now().toISO();
        expect(await world.lifecycle.failed()).toStrictEqual([
            {
                state: "parked",
                processId: id,
                parkedAt,
                attempts: 5,
                failures: [{ step: "deleter", deleter: "files", reason: `RangeError: of ${alice.address}` }],
                done: ["done"]
            }
        ]);
        expect(await world.lifecycle.status()).toStrictEqual({
            due: 0,
            running: 0,
            retrying: 0,
            failed: 1,
            unreadable: 0,
            oldestDueAt: undefined,
            lagInMs: 0,
            nextDueAt: undefined
        });
        world.clock.advance({ days: 3650 });
        expect((await world.lifecycle.runDue()).found).toBe(0);

        fails = false;
        expect(await world.lifecycle.retry("IDP00000000000000000")).toBe(false);
        expect(await world.lifecycle.retry(id)).toBe(true);
        const nextAttemptAt = world.clock.now().toISO();
        expect(await world.lifecycle.failed()).toMatchObject([{ state: "waiting", attempts: 0, nextAttemptAt }]);
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(await world.lifecycle.retry(id)).toBe(false);
    });

    test.each<[string, (data: JsonObject) => JsonObject | null]>([
        ["whose process is broken", (data) => ({ ...data, process: { id: 7 } })],
        ["that does not say whose it is", ({ address: _, ...data }) => data],
        ["that has lost all its data", () => null]
    ])("that are parked can be listed and tried again next to one %s", async (_, damaged) => {
        let fails = true;
        const world = await createWorld({
            retry: { attempts: 1 },
            deleters: [
                deleter("files", async () => {
                    if (fails) throw new Error("not yet");
                })
            ]
        });
        const lost = await world.initiate(alice, 1);
        const good = await world.initiate(bob, 1);
        world.clock.advance({ days: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ parked: 2 });
        const [record] = await world.records(alice);
        const findDue = world.persistence.findDue.bind(world.persistence);
        jest.spyOn(world.persistence, "findDue").mockImplementation(async (...given) =>
            requireReadable(await findDue(...given)).map((each) =>
                each.key === record.key ? { ...each, data: damaged(jsonOf(each.data))! } : each
            )
        );

        const failed = await world.lifecycle.failed();
        expect(failed).toHaveLength(2);
        expect(failed).toContainEqual(
            expect.objectContaining({ state: "unreadable", processId: lost, key: record.key })
        );
        expect(failed).toContainEqual(expect.objectContaining({ state: "parked", processId: good }));
        await expect(world.lifecycle.retry(lost)).rejects.toMatchObject({ code: ErrorCode.storeIsCorrupt });
        fails = false;
        expect(await world.lifecycle.retryAll()).toBe(1);
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(await world.lifecycle.status()).toMatchObject({ failed: 0, unreadable: 1 });
        await expect(world.lifecycle.retryAll()).rejects.toMatchObject({ code: ErrorCode.storeIsCorrupt });
    });

    test("begin anew to count their failures after each that gets done", async () => {
        const calls: string[] = [];
        const third = (name: string): ReturnType<typeof deleter> =>
            deleter(name, async () => {
                calls.push(name);
                if (calls.filter((each) => each === name).length < 3) throw new Error("not yet");
            });
        const world = await createWorld({
            retry: { attempts: 3 },
            deleters: [third("a"), { ...third("b"), dependsOn: ["a"] }]
        });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        for (let run = 0; run < 6; run++) {
            await world.lifecycle.runDue();
            world.clock.advance({ days: 1 });
        }
        expect(calls).toStrictEqual(["a", "a", "a", "b", "b", "b"]);
        expect(world.eventTypes.at(-1)).toBe("deleted");
    });

    test("that bring down their whole process are parked one day as well", async () => {
        const world = await createWorld({ retry: { attempts: 3 } });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        for (let crash = 0; crash < 3; crash++) {
            const victim = await LifecycleWorld.create({
                persistence: world.persistence,
                clock: world.clock,
                retry: { attempts: 3 },
                // The process is gone in the middle of it: nothing that it began is ever heard of.
                deleters: [deleter("files", () => new Promise(() => {}))]
            });
            void victim.lifecycle.runDue();
            await settle();
            expect(await world.lifecycle.status()).toMatchObject({ running: 1, due: 0 });
            world.clock.advance({ minutes: 10 });
        }
        expect(await world.lifecycle.runDue()).toMatchObject({ parked: 1, deleted: 0 });
        expect(world.eventTypes).toStrictEqual(["parked"]);
        expect(await world.lifecycle.retryAll()).toBe(1);
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
    });

    test("are resumed by another worker when the lease has ended, and not before; a late checkpoint changes nothing", async () => {
        const calls: string[] = [];
        let release!: () => void;
        const world = await createWorld({
            leaseInMs: 60_000,
            timeoutInMs: 59_999,
            deleters: [
                deleter("a", async () => void calls.push("a by one")),
                deleter("b", async () => {
                    calls.push("b by one");
                    await new Promise<void>((resolve) => (release = resolve));
                }),
                deleter("c", async () => void calls.push("c by one"))
            ]
        });
        const other = await createWorld({
            persistence: world.persistence,
            clock: world.clock,
            deleters: ["a", "b", "c"].map((name) => deleter(name, async () => void calls.push(`${name} by other`)))
        });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        const running = world.lifecycle.runDue();
        await settle();
        world.clock.advance({ milliseconds: 59_999 });
        expect((await other.lifecycle.runDue()).found).toBe(0);
        world.clock.advance({ milliseconds: 1 });
        expect(await other.lifecycle.runDue()).toMatchObject({ found: 1, claimed: 0, deleted: 1 });
        expect(other.events).toContainEqual(expect.objectContaining({ type: "resumed", leaseHadExpired: true }));
        const tombstone = await world.records();

        release();
        expect(await running).toMatchObject({ lost: 1, deleted: 0 });
        expect(calls).toStrictEqual(["a by one", "b by one", "b by other", "c by other"]);
        expect(await world.records()).toStrictEqual(tombstone);
    });

    test("renew the lease at each checkpoint", async () => {
        const world = await createWorld({
            leaseInMs: 60_000,
            deleters: ["a", "b", "c"].map((name) =>
                deleter(name, async () => {
                    world.clock.advance({ milliseconds: 50_000 });
                    expect((await other.lifecycle.runDue()).found).toBe(0);
                })
            )
        });
        const other = await createWorld({ persistence: world.persistence, clock: world.clock });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1, failed: 0, lost: 0 });
    });

    test("also after one that has failed late", async () => {
        const world = await createWorld({
            leaseInMs: 60_000,
            deleters: ["a", "b"].map((name) =>
                deleter(name, async () => {
                    world.clock.advance({ milliseconds: 50_000 });
                    expect((await other.lifecycle.runDue()).found).toBe(0);
                    if (name === "a") throw new Error("no");
                })
            )
        });
        const other = await createWorld({ persistence: world.persistence, clock: world.clock });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        expect(await world.lifecycle.runDue()).toMatchObject({ failed: 1, lost: 0 });
        expect(jsonOf((await world.records())[0].data).lifecycle).toMatchObject({
            done: ["b"],
            failures: [{ deleter: "a" }]
        });
    });

    test("that hang are told at their deadline, fail, and are not begun again until they have settled", async () => {
        const contexts: DeletionContext[] = [];
        let release!: () => void;
        const world = await createWorld({
            leaseInMs: 60_000,
            timeoutInMs: 20_000,
            retry: { firstDelayInMs: 1000, maxDelayInMs: 1000 },
            deleters: [
                deleter("files", async (_, context) => {
                    contexts.push(context);
                    if (contexts.length === 1) await new Promise<void>((resolve) => (release = resolve));
                })
            ]
        });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        const running = world.lifecycle.runDue();
        await world.timer.advance({ milliseconds: 19_999 });
        expect(contexts[0].signal.aborted).toBe(false);
        await world.timer.advance({ milliseconds: 1 });
        expect(contexts[0].signal.aborted).toBe(true);
        expect(await running).toMatchObject({ failed: 1 });
        expect(world.events).toContainEqual(
            expect.objectContaining({ type: "deleterFailed", hasTimedOut: true, durationInMs: 20_000 })
        );

        world.clock.advance({ milliseconds: 1000 });
        expect(await world.lifecycle.runDue()).toMatchObject({ failed: 1 });
        expect(contexts).toHaveLength(1);

        release();
        await settle();
        world.clock.advance({ milliseconds: 1000 });
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(contexts.map(({ attempt }) => attempt)).toStrictEqual([1, 3]);
        expect(contexts[1].fencing).toBeGreaterThan(contexts[0].fencing);
    });

    test("may throw whatever they like, at once or later", async () => {
        const thrown: unknown[] = [
            undefined,
            null,
            "text \ud800 \0",
            7,
            Object.create(null),
            new Error("x".repeat(5000))
        ];
        let next = 0;
        const world = await createWorld({
            retry: { attempts: 100 },
            deleters: [
                deleter("files", () => {
                    if (next < thrown.length) throw thrown[next++];
                    return Promise.resolve();
                })
            ]
        });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        for (const _ of thrown) {
            expect(await world.lifecycle.runDue()).toMatchObject({ failed: 1 });
            const [{ data }] = await world.records();
            const [{ reason }] = (jsonOf(data).lifecycle as { failures: { reason: string }[] }).failures;
            expect(reason.length).toBeLessThanOrEqual(300);
            expect(reason).not.toMatch(/[\0\p{Surrogate}]/u);
            world.clock.advance({ days: 1 });
        }
        expect(world.errors).toStrictEqual(thrown);
        expect(await world.lifecycle.runDue()).toMatchObject({ deleted: 1 });
    });
});

describe("A deployment", () => {
    async function claimedWith(names: string[], failing: string): Promise<LifecycleWorld> {
        const world = await createWorld({
            deleters: names.map((name) =>
                deleter(name, async () => {
                    if (name === failing) throw new Error("no");
                })
            )
        });
        await world.initiate(alice, 1);
        world.clock.advance({ days: 1 });
        await world.lifecycle.runDue();
        world.clock.advance({ days: 1 });
        return world;
    }

    async function next(world: LifecycleWorld, options: WorldOptions): Promise<LifecycleWorld> {
        return await createWorld({ persistence: world.persistence, clock: world.clock, ...options });
    }

    test("that adds a deleter has it run for deletions under way, too", async () => {
        const calls: string[] = [];
        const recorded = (name: string): ReturnType<typeof deleter> => deleter(name, async () => void calls.push(name));
        const before = await claimedWith(["a", "b"], "b");
        const after = await next(before, { deleters: ["a", "b", "new"].map(recorded) });
        expect(await after.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(calls).toStrictEqual(["b", "new"]);
    });

    test("that adds a deleter when all others are done counts its failures from the start, and parks it if it never works", async () => {
        const before = await createWorld({
            deleters: [deleter("a")],
            retry: { attempts: 3 },
            notifier: { remind: async () => {}, notifyOfDeletion: () => Promise.reject(new Error("away")) }
        });
        await before.initiate(alice, 1);
        before.clock.advance({ days: 1 });
        for (let attempt = 0; attempt < 5; attempt++) {
            expect(await before.lifecycle.runDue()).toMatchObject({ failed: 1 });
            before.clock.advance({ hours: 1 });
        }
        const options = {
            retry: { attempts: 3 },
            deleters: [deleter("a"), deleter("new", () => new Promise(() => {}))]
        };
        for (let crash = 0; crash < 3; crash++) {
            const victim = await LifecycleWorld.create({
                persistence: before.persistence,
                clock: before.clock,
                ...options
            });
            void victim.lifecycle.runDue();
            await settle();
            expect(await before.lifecycle.status()).toMatchObject({ running: 1, failed: 0 });
            before.clock.advance({ minutes: 10 });
        }
        const last = await next(before, options);
        expect(await last.lifecycle.runDue()).toMatchObject({ parked: 1 });
    });

    test("that loses a deleter leaves the deletion open, and a worker that has it completes it", async () => {
        const before = await claimedWith(["a", "b"], "b");
        const without = await next(before, { deleters: [deleter("a")] });
        expect(await without.lifecycle.runDue()).toMatchObject({ failed: 1, deleted: 0 });
        expect((await before.records())[0].data).toMatchObject({
            process: { status: IdentityDeletionProcessStatus.Deleting },
            lifecycle: { failures: [{ deleter: "b", reason: expect.stringMatching(/not registered/) }] }
        });
        before.clock.advance({ days: 1 });
        const again = await next(before, { deleters: [deleter("a"), deleter("b")] });
        expect(await again.lifecycle.runDue()).toMatchObject({ deleted: 1 });
    });

    test("that retires a deleter completes the deletion without it", async () => {
        const before = await claimedWith(["a", "b"], "b");
        const after = await next(before, { deleters: [deleter("a")], retiredDeleters: ["b"] });
        expect(await after.lifecycle.runDue()).toMatchObject({ deleted: 1 });
    });

    test("in the middle of which a worker of the old set may not complete what one of the new set has had in hand", async () => {
        const calls: string[] = [];
        const before = await claimedWith(["a", "b"], "b");
        const newer = await next(before, {
            deleters: [
                deleter("a"),
                deleter("b", () => Promise.reject(new Error("no"))),
                deleter("new", async () => void calls.push("new"), ["b"])
            ]
        });
        expect(await newer.lifecycle.runDue()).toMatchObject({ failed: 1 });
        newer.clock.advance({ days: 1 });
        const older = await next(before, { deleters: [deleter("a"), deleter("b")] });
        expect(await older.lifecycle.runDue()).toMatchObject({ failed: 1, deleted: 0 });
        newer.clock.advance({ days: 1 });
        expect(await newer.lifecycle.runDue()).toMatchObject({ deleted: 1 });
        expect(calls).toStrictEqual(["new"]);
    });
});
