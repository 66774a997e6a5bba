import { ErrorCode, IdentityDeletionModule } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { BackboneWorld } from "../../support/backbone/BackboneWorld";
import { alice } from "../../support/fixtures";

describe("The host's datawallet synchronisation", () => {
    test("runs after each command that succeeded, and after no other", async () => {
        const world = new BackboneWorld();
        let runs = 0;
        const { processes, module } = await world.device(alice, undefined, {
            datawallet: {
                synchronize: async () => {
                    runs++;
                }
            }
        });
        await processes.cancelIdentityDeletionProcess();
        await processes.getActiveIdentityDeletionProcess();
        expect(runs).toBe(0);
        await processes.initiateIdentityDeletionProcess();
        await new Promise(setImmediate);
        await processes.cancelIdentityDeletionProcess();
        await module.close();
        expect(runs).toBe(2);
    });

    test("is tried again and told when it fails, and never fails the command", async () => {
        const world = new BackboneWorld();
        const failure = new Error("the wallet is locked");
        let runs = 0;
        let succeed = (): void => undefined;
        const succeeded = new Promise<void>((resolve) => (succeed = resolve));
        const { processes, bus } = await world.device(alice, undefined, {
            datawallet: {
                synchronize: async () => {
                    if (++runs < 3) throw failure;
                    succeed();
                }
            },
            datawalletRetry: { attempts: 5, firstDelayInMs: 0, maxDelayInMs: 0 }
        });
        expect(await processes.initiateIdentityDeletionProcess()).toBeSuccessful();
        await succeeded;
        const namespace = "transport.identityDeletionProcessSynchronizationFailed";
        expect(bus.published.slice(1)).toMatchObject([
            { namespace, eventTargetAddress: alice.address, data: { attempt: 1, nextAttemptInMs: 0, error: failure } },
            { namespace, eventTargetAddress: alice.address, data: { attempt: 2, nextAttemptInMs: 0, error: failure } }
        ]);
        await world.close();
    });

    test("is given up after so many attempts, and does not keep the module from closing", async () => {
        const world = new BackboneWorld();
        const attempts: (number | undefined)[] = [];
        const { processes, bus, module } = await world.device(alice, undefined, {
            datawallet: { synchronize: () => Promise.reject(new Error("never")) },
            datawalletRetry: { attempts: 2, firstDelayInMs: 3_600_000, maxDelayInMs: 3_600_000 }
        });
        await processes.initiateIdentityDeletionProcess();
        await module.close();
        attempts.push(...bus.published.slice(1).map(({ data }) => data.attempt));
        expect(attempts).toEqual([1]);
        expect(await processes.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.storeUnavailable);
    });

    test("says of its last attempt that no other follows", async () => {
        const world = new BackboneWorld();
        const { processes, bus } = await world.device(alice, undefined, {
            datawallet: { synchronize: () => Promise.reject(new Error("never")) },
            datawalletRetry: { attempts: 2, firstDelayInMs: 0, maxDelayInMs: 0 }
        });
        await processes.initiateIdentityDeletionProcess();
        while (bus.published.length < 3) await new Promise(setImmediate);
        expect(bus.published.slice(1).map(({ data }) => data)).toMatchObject([
            { attempt: 1, nextAttemptInMs: 0 },
            { attempt: 2, nextAttemptInMs: undefined }
        ]);
        await world.close();
    });

    test("runs once more, and not twice, for commands that succeed while it runs", async () => {
        const world = new BackboneWorld();
        const runs: (() => void)[] = [];
        const { processes, module } = await world.device(alice, undefined, {
            datawallet: { synchronize: () => new Promise<void>((resolve) => runs.push(resolve)) }
        });
        await processes.initiateIdentityDeletionProcess();
        await processes.cancelIdentityDeletionProcess();
        await processes.initiateIdentityDeletionProcess();
        expect(runs).toHaveLength(1);
        runs[0]();
        await new Promise(setImmediate);
        expect(runs).toHaveLength(2);
        runs[1]();
        await new Promise(setImmediate);
        expect(runs).toHaveLength(2);
        await module.close();
    });

    test("is not begun anew once the module closes", async () => {
        const world = new BackboneWorld();
        let fail = (): void => undefined;
        let runs = 0;
        const { processes, module } = await world.device(alice, undefined, {
            datawallet: {
                synchronize: () => {
                    runs++;
                    return new Promise<void>((_, reject) => (fail = () => reject(new Error("too late"))));
                }
            }
        });
        await processes.initiateIdentityDeletionProcess();
        await processes.cancelIdentityDeletionProcess();
        const closing = module.close();
        await new Promise(setImmediate);
        fail();
        await closing;
        expect(runs).toBe(1);
    });

    test("does not keep the module from closing for longer than the limit where it never ends", async () => {
        const world = new BackboneWorld();
        const persistence = new InMemoryPersistence();
        const authority = world.authority({ datawallet: { synchronize: () => new Promise<void>(() => undefined) } });
        const module = await IdentityDeletionModule.create({ persistence, authority, closeTimeoutInMs: 10 });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        expect(await facade.initiateIdentityDeletionProcess()).toBeSuccessful();
        const closing = module.close();
        await expect(closing).rejects.toMatchObject({ code: ErrorCode.storeUnavailable });
        await expect(closing).rejects.toThrow("Still running: the authority (of a Backbone: the datawallet synch");
        await expect(closing).rejects.not.toThrow(alice.address);
        await expect(persistence.list(alice.address)).rejects.toMatchObject({ kind: "unavailable" });
    });
});
