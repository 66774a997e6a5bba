import { ErrorCode, IdentityDeletionModule, PersistenceError } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { isKeyMark } from "../../../src/application/pseudonym/KeyMark";
import { alice, createModule } from "../../support/fixtures";
import { withMethods } from "../../support/records";

describe(`${IdentityDeletionModule.name}.close`, () => {
    test("closes the store once, however often it is called", async () => {
        const persistence = new InMemoryPersistence();
        const close = jest.spyOn(persistence, "close");
        const { module } = await createModule({ persistence });
        await Promise.all([module.close(), module.close()]);
        await module.close();
        expect(close).toHaveBeenCalledTimes(1);
    });

    test("lets the calls that run come to their end first", async () => {
        const store = new InMemoryPersistence();
        let release = (): void => undefined;
        const released = new Promise<void>((resolve) => (release = resolve));
        const order: string[] = [];
        const persistence = withMethods(store, {
            insert: async (record) => {
                if (isKeyMark(record)) return await store.insert(record);
                await released;
                await store.insert(record);
                order.push("stored");
            },
            close: async () => {
                order.push("closed");
                await store.close();
            }
        });
        const { module } = await createModule({ persistence });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const initiating = facade.initiateIdentityDeletionProcess();
        const closing = module.close();
        expect(await facade.getActiveIdentityDeletionProcess()).toBeAnError(ErrorCode.storeUnavailable);
        expect(order).toEqual([]);
        release();
        expect(await initiating).toBeSuccessful();
        await closing;
        expect(order).toEqual(["stored", "closed"]);
    });

    test("lets every later call answer storeUnavailable, also of scopes that are made later", async () => {
        const { module } = await createModule();
        const before = module.forIdentity(alice).identityDeletionProcesses;
        await module.close();
        for (const facade of [before, module.forIdentity(alice).identityDeletionProcesses]) {
            const results = await Promise.all([
                facade.initiateIdentityDeletionProcess(),
                facade.cancelIdentityDeletionProcess(),
                facade.getActiveIdentityDeletionProcess(),
                facade.getIdentityDeletionProcess({ id: "IDP00000000000000001" }),
                facade.getIdentityDeletionProcesses()
            ]);
            for (const result of results) {
                expect(result).toBeAnError(ErrorCode.storeUnavailable);
                expect(result.error.message).toBe("The module is closed.");
            }
        }
    });

    test("rejects, each time, where the store cannot be closed cleanly", async () => {
        const cause = new PersistenceError("unavailable", "disk full");
        const close = jest.fn(async () => await Promise.reject(cause));
        const { module } = await createModule({ persistence: withMethods(new InMemoryPersistence(), { close }) });
        const unavailable = { code: ErrorCode.storeUnavailable, cause };
        await expect(module.close()).rejects.toMatchObject(unavailable);
        await expect(module.close()).rejects.toMatchObject(unavailable);
        expect(close).toHaveBeenCalledTimes(1);
    });

    test("leaves what it held to the next module over the same store", async () => {
        const { module, persistence } = await createModule();
        const { value } = await module.forIdentity(alice).identityDeletionProcesses.initiateIdentityDeletionProcess();
        await module.close();
        const { module: next } = await createModule({ persistence });
        const facade = next.forIdentity(alice).identityDeletionProcesses;
        expect((await facade.getActiveIdentityDeletionProcess()).value).toStrictEqual(value);
    });
});
