import { ErrorCode } from "../../src";
import { InMemoryPersistence } from "../../src/adapters/memory";
import { outcomeOf } from "../support/facadeCalls";
import { alice, alicesTablet, createModule } from "../support/fixtures";
import { RecordingEventBus } from "../support/RecordingEventBus";
import { withMethods } from "../support/records";

function times<T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> {
    return Promise.all(Array.from({ length: count }, async (_, index) => await call(index)));
}

/** A memory store of which each call lets others in first, in an order that is not that of the calls. */
function interleaving(): InMemoryPersistence {
    let calls = 0;
    return new Proxy(new InMemoryPersistence(), {
        get(store, name) {
            const method: unknown = Reflect.get(store, name);
            if (typeof method !== "function") return method;
            return async (...args: unknown[]): Promise<unknown> => {
                for (let turns = (calls++ * 7) % 5; turns > 0; turns--) await Promise.resolve();
                return await (Reflect.apply(method, store, args) as Promise<unknown>);
            };
        }
    });
}

describe.each([
    ["a memory store", () => new InMemoryPersistence()],
    ["a store whose calls interleave", interleaving]
])("Concurrent calls on %s", (_, createStore) => {
    test("of 50 devices that initiate at once start exactly one process", async () => {
        const eventBus = new RecordingEventBus();
        const { module } = await createModule({ persistence: createStore(), eventBus });
        const results = await times(50, async (index) => {
            const deviceId = `DVC${String(index).padStart(17, "0")}`;
            return await module
                .forIdentity({ ...alice, deviceId })
                .identityDeletionProcesses.initiateIdentityDeletionProcess();
        });
        const winners = results.filter((result) => result.isSuccess);
        expect(winners).toHaveLength(1);
        for (const result of results.filter((one) => one.isError)) {
            expect(result).toBeAnError(ErrorCode.activeIdentityDeletionProcessAlreadyExists);
        }
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        expect((await facade.getIdentityDeletionProcesses()).value).toStrictEqual([winners[0].value]);
        expect(eventBus.events.map(({ data }) => data)).toStrictEqual([winners[0].value]);
    });

    test("of two modules over one store start exactly one process", async () => {
        const persistence = createStore();
        const modules = await times(2, async () => (await createModule({ persistence })).module);
        const results = await times(20, async (index) => {
            const { identityDeletionProcesses } = modules[index % 2].forIdentity(alice);
            return await identityDeletionProcesses.initiateIdentityDeletionProcess();
        });
        expect(results.filter((result) => result.isSuccess)).toHaveLength(1);
    });

    test("of many Identities do not get into each other's way", async () => {
        const { module } = await createModule({ persistence: createStore() });
        const results = await times(50, async (index) => {
            const { identityDeletionProcesses } = module.forIdentity({ ...alice, address: `did:e:${index}` });
            return await identityDeletionProcesses.initiateIdentityDeletionProcess();
        });
        for (const result of results) expect(result).toBeSuccessful();
    });

    test("of 50 devices that cancel at once cancel exactly once", async () => {
        const eventBus = new RecordingEventBus();
        const { module } = await createModule({ persistence: createStore(), eventBus });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        await facade.initiateIdentityDeletionProcess();
        const results = await times(50, async () => await facade.cancelIdentityDeletionProcess());
        const winners = results.filter((result) => result.isSuccess);
        expect(winners).toHaveLength(1);
        for (const result of results.filter((one) => one.isError)) {
            expect(result).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
        }
        expect(eventBus.statuses).toEqual(["Active", "Cancelled"]);
        expect((await facade.getIdentityDeletionProcesses()).value).toStrictEqual([winners[0].value]);
    });

    test("that initiate and cancel at will leave as many processes as were started, at most one of them active", async () => {
        const eventBus = new RecordingEventBus();
        const { module } = await createModule({ persistence: createStore(), eventBus });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const results = await times(200, async (index) =>
            index % 3 === 0
                ? await facade.cancelIdentityDeletionProcess()
                : await facade.initiateIdentityDeletionProcess()
        );
        const succeeded = results.filter((result) => result.isSuccess).map((result) => result.value.status);
        const started = succeeded.filter((status) => status === "Active").length;
        const cancelled = succeeded.length - started;
        const left = (await facade.getIdentityDeletionProcesses()).value;
        expect(left).toHaveLength(started);
        expect(left.filter(({ status }) => status === "Active")).toHaveLength(started - cancelled);
        expect(started - cancelled === 0 || started - cancelled === 1).toBe(true);
        expect([...eventBus.statuses].sort()).toEqual([...succeeded].sort());
        expect(new Set(left.map(({ id }) => id)).size).toBe(started);
        const others = [
            ErrorCode.activeIdentityDeletionProcessAlreadyExists,
            ErrorCode.noActiveIdentityDeletionProcess
        ];
        for (const result of results) expect(["Active", "Cancelled", ...others]).toContain(outcome(result));
    });
});

function outcome(result: Parameters<typeof outcomeOf>[0]): string {
    const value = outcomeOf(result);
    return typeof value === "string" ? value : (value as { status: string }).status;
}

describe("A command that loses a race", () => {
    test("answers a cancel by what the other device left behind", async () => {
        const store = new InMemoryPersistence();
        let isFirst = true;
        const persistence = withMethods(store, {
            update: async (record, expectedRevision) => {
                if (isFirst) {
                    isFirst = false;
                    await tablet.cancelIdentityDeletionProcess();
                }
                await store.update(record, expectedRevision);
            }
        });
        const { module } = await createModule({ persistence });
        const phone = module.forIdentity(alice).identityDeletionProcesses;
        const tablet = module.forIdentity(alicesTablet).identityDeletionProcesses;
        await phone.initiateIdentityDeletionProcess();
        expect(await phone.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
        const [process] = (await phone.getIdentityDeletionProcesses()).value;
        expect(process.cancelledByDevice).toBe(alicesTablet.deviceId);
    });

    test("cancels the process that another device started meanwhile, not the one it had read", async () => {
        const store = new InMemoryPersistence();
        let isFirst = true;
        const persistence = withMethods(store, {
            update: async (record, expectedRevision) => {
                if (isFirst) {
                    isFirst = false;
                    await tablet.cancelIdentityDeletionProcess();
                    await tablet.initiateIdentityDeletionProcess();
                }
                await store.update(record, expectedRevision);
            }
        });
        const { module } = await createModule({ persistence });
        const phone = module.forIdentity(alice).identityDeletionProcesses;
        const tablet = module.forIdentity(alicesTablet).identityDeletionProcesses;
        const first = (await phone.initiateIdentityDeletionProcess()).value;
        const cancelled = (await phone.cancelIdentityDeletionProcess()).value;
        expect(cancelled.id).not.toBe(first.id);
        const all = (await phone.getIdentityDeletionProcesses()).value;
        expect(all.map((one) => [one.createdByDevice, one.cancelledByDevice])).toEqual([
            [alice.deviceId, alicesTablet.deviceId],
            [alicesTablet.deviceId, alice.deviceId]
        ]);
    });
});
