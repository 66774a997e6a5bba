import {
    ErrorCode,
    IdentityDeletionModule,
    type IdentityDeletionModuleOptions,
    type LifecycleFactory
} from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { alice, bob, createModule } from "../../support/fixtures";
import { ourKey } from "../../support/pseudonymization/keys";
import { markOf } from "../../support/pseudonymization/marks";
import { storeWith, withMethods } from "../../support/records";

const closeTimeoutInMs = 10;
const never = (): Promise<never> => new Promise<never>(() => undefined);

/** A lifecycle that does nothing but what is given. */
const lifecycle =
    (stop: () => Promise<void>): LifecycleFactory =>
    () => ({ start: () => undefined, stop, firstDueDateOf: () => null, onStored: () => undefined });

describe(`${IdentityDeletionModule.name}.close, at its time limit`, () => {
    test("says which calls are still running, how many, and of whom nothing", async () => {
        const store = await storeWith(markOf(undefined));
        const findByLookup = jest.spyOn(store, "findByLookup");
        const persistence = withMethods(store, { insert: never });
        const { module } = await createModule({ persistence, closeTimeoutInMs });
        for (const person of [alice, bob]) {
            void module.forIdentity(person).identityDeletionProcesses.initiateIdentityDeletionProcess();
        }
        findByLookup.mockImplementation(never);
        const request = { id: "IDP00000000000000001" };
        void module.forIdentity(alice).identityDeletionProcesses.getIdentityDeletionProcess(request);
        await expect(module.close()).rejects.toMatchObject({
            code: ErrorCode.storeUnavailable,
            message:
                "The module is closed to new calls, but did not end within 10 ms. Still running: " +
                "initiateIdentityDeletionProcess (2), getIdentityDeletionProcess (1)."
        });
    });

    test("closes the store all the same, so that a call that hangs does not keep the file", async () => {
        const store = await storeWith(markOf(undefined));
        const close = jest.spyOn(store, "close");
        const persistence = withMethods(store, { insert: never, close: () => store.close() });
        const { module } = await createModule({ persistence, closeTimeoutInMs });
        void module.forIdentity(alice).identityDeletionProcesses.initiateIdentityDeletionProcess();
        await expect(module.close()).rejects.toMatchObject({ code: ErrorCode.storeUnavailable });
        expect(close).toHaveBeenCalledTimes(1);
    });

    test.each<[string, Partial<IdentityDeletionModuleOptions>]>([
        ["the lifecycle", { lifecycle: lifecycle(never), pseudonymKey: ourKey }],
        [
            "the authority (of a Backbone: the datawallet synchronization)",
            { authority: { forIdentity: jest.fn(), close: never } }
        ],
        ["the close of the store", { persistence: withMethods(new InMemoryPersistence(), { close: never }) }]
    ])("names %s", async (name, options) => {
        const { module } = await createModule({ ...options, closeTimeoutInMs });
        await expect(module.close()).rejects.toMatchObject({
            code: ErrorCode.storeUnavailable,
            message: expect.stringMatching(new RegExp(`Still running: ${name.replace(/[()]/g, "\\$&")}\\.$`))
        });
    });

    test("leaves no timer behind that would keep the process alive", async () => {
        const { module } = await createModule({ closeTimeoutInMs: 3_600_000 });
        const clear = jest.spyOn(globalThis, "clearTimeout");
        const set = jest.spyOn(globalThis, "setTimeout");
        await module.close();
        const timers = set.mock.results.map(({ value }) => value as unknown);
        expect(timers).not.toHaveLength(0);
        for (const timer of timers) expect(clear).toHaveBeenCalledWith(timer);
        jest.restoreAllMocks();
    });

    test("closes the store also where the lifecycle or the authority fails to end", async () => {
        const store = new InMemoryPersistence();
        const close = jest.spyOn(store, "close");
        const failure = new Error("stop failed");
        const options = { lifecycle: lifecycle(() => Promise.reject(failure)), pseudonymKey: ourKey };
        const { module } = await createModule({ persistence: store, ...options });
        await expect(module.close()).rejects.toMatchObject({ code: ErrorCode.unknown, cause: failure });
        expect(close).toHaveBeenCalledTimes(1);
    });

    test.each([0, -1, Number.NaN, Infinity, 2_147_483_648, "5", null])(
        "refuses %p as the limit when the module is created",
        async (limit) => {
            const options = { closeTimeoutInMs: limit as number };
            await expect(createModule(options)).rejects.toThrow("closeTimeoutInMs");
        }
    );
});
