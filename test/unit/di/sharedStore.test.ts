import { ErrorCode, IdentityDeletionModule, PersistenceError } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import type { RemoteAuthority } from "../../../src/application/RemoteAuthority";
import { alice, createModule } from "../../support/fixtures";
import { withMethods } from "../../support/records";
import { ourKey, anotherKey } from "../../support/pseudonymization/keys";

describe(`${IdentityDeletionModule.name}, several over one persistence object`, () => {
    test("goes on when another module over the same object is closed, and the last one closes it", async () => {
        const persistence = new InMemoryPersistence();
        const close = jest.spyOn(persistence, "close");
        const [{ module: first }, { module: second }] = [
            await createModule({ persistence }),
            await createModule({ persistence })
        ];
        await first.close();
        await first.close();
        expect(close).not.toHaveBeenCalled();
        const facade = second.forIdentity(alice).identityDeletionProcesses;
        expect(await facade.initiateIdentityDeletionProcess()).toBeSuccessful();
        expect(await facade.cancelIdentityDeletionProcess()).toBeSuccessful();
        await second.close();
        expect(close).toHaveBeenCalledTimes(1);
    });

    test("goes on when another module cannot be created over the same object", async () => {
        const persistence = new InMemoryPersistence();
        const { module } = await createModule({ persistence, pseudonymKey: ourKey });
        const refused = createModule({ persistence, pseudonymKey: anotherKey });
        await expect(refused).rejects.toMatchObject({ code: ErrorCode.pseudonymKeyIsWrong });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        expect(await facade.initiateIdentityDeletionProcess()).toBeSuccessful();
        await module.close();
    });

    test("goes on when the lifecycle of another module cannot be made", async () => {
        const persistence = new InMemoryPersistence();
        const { module } = await createModule({ persistence, pseudonymKey: ourKey });
        const error = new Error("no");
        const lifecycle = (): never => {
            throw error;
        };
        await expect(createModule({ persistence, pseudonymKey: ourKey, lifecycle })).rejects.toBe(error);
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        expect(await facade.initiateIdentityDeletionProcess()).toBeSuccessful();
        await module.close();
    });

    test("gets an open store where it is created while the last module is closing", async () => {
        const store = new InMemoryPersistence();
        let letClose = (): void => undefined;
        const released = new Promise<void>((resolve) => (letClose = resolve));
        const persistence = withMethods(store, {
            close: async () => {
                await released;
                await store.close();
            }
        });
        const { module: last } = await createModule({ persistence });
        const closing = last.close();
        await new Promise(setImmediate);
        const creating = createModule({ persistence });
        letClose();
        const { module } = await creating;
        await closing;
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        expect(await facade.initiateIdentityDeletionProcess()).toBeSuccessful();
    });

    test("closes an object that was open when the last opening of it failed", async () => {
        const store = new InMemoryPersistence();
        let failOpening = (): void => undefined;
        let opensToCome = 1;
        const close = jest.fn(() => store.close());
        const open = (): Promise<void> =>
            opensToCome-- > 0
                ? store.open()
                : new Promise((_, reject) => (failOpening = () => reject(new PersistenceError("unavailable", "gone"))));
        const persistence = withMethods(store, { open, close });
        const { module } = await createModule({ persistence });
        const creating = createModule({ persistence });
        await module.close();
        expect(close).not.toHaveBeenCalled();
        failOpening();
        await expect(creating).rejects.toMatchObject({ code: ErrorCode.storeUnavailable });
        expect(close).toHaveBeenCalledTimes(1);
    });

    test("lets the last of several modules close a shared authority", async () => {
        const close = jest.fn(async () => undefined);
        const authority: RemoteAuthority = { forIdentity: jest.fn(), close };
        const persistence = new InMemoryPersistence();
        const [{ module: first }, { module: second }] = [
            await createModule({ persistence, authority }),
            await createModule({ persistence, authority })
        ];
        await first.close();
        expect(close).not.toHaveBeenCalled();
        await second.close();
        expect(close).toHaveBeenCalledTimes(1);
    });
});
