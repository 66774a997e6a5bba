import "reflect-metadata";
import { container as hostsRoot } from "tsyringe";
import {
    ErrorCode,
    IdentityDeletionModule,
    IdentityDeletionProcessFacade,
    PersistenceError,
    type IdentityDeletionModuleOptions
} from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { alice, bob, createModule } from "../../support/fixtures";
import { withMethods } from "../../support/records";
import { meaninglessThings } from "../../support/thrownThings";

function throwing(thrown: unknown): () => Promise<never> {
    return () => {
        throw thrown;
    };
}

describe(IdentityDeletionModule.name, () => {
    describe("create", () => {
        test("opens the store", async () => {
            const persistence = new InMemoryPersistence();
            await IdentityDeletionModule.create({ persistence });
            await expect(persistence.list(alice.address)).resolves.toEqual([]);
        });

        test("uses the machine's clock where it is given none", async () => {
            const module = await IdentityDeletionModule.create({ persistence: new InMemoryPersistence() });
            const before = new Date().toISOString();
            const { value } = await module
                .forIdentity(alice)
                .identityDeletionProcesses.initiateIdentityDeletionProcess();
            expect(value.createdAt >= before && value.createdAt <= new Date().toISOString()).toBe(true);
        });

        test.each<[string, object]>([
            ["persistence", { persistence: undefined }],
            ["persistence", { persistence: {} }],
            ["eventBus", { eventBus: {} }],
            ["onEventError", { onEventError: "tell me" }],
            ["gracePeriod", { gracePeriod: 14 }],
            ["gracePeriod.defaultInDays", { gracePeriod: { defaultInDays: 0 } }],
            ["gracePeriod.minimumInDays", { gracePeriod: { minimumInDays: NaN } }],
            ["gracePeriod.maximumInDays", { gracePeriod: { maximumInDays: 0 } }],
            ["gracePeriod.length", { gracePeriod: { length: 3 } }],
            ["clock", { clock: Date }],
            ["database", { database: "identities.db" }]
        ])("rejects with words that name the wrong option %s, before it opens anything", async (name, wrong) => {
            const persistence = new InMemoryPersistence();
            const open = jest.spyOn(persistence, "open");
            await expect(IdentityDeletionModule.create({ persistence, ...wrong })).rejects.toThrow(name);
            expect(open).not.toHaveBeenCalled();
        });

        test.each<[string, unknown]>([
            [ErrorCode.storeUnavailable, new PersistenceError("unavailable", "locked")],
            [ErrorCode.storeIsCorrupt, new PersistenceError("corrupt", "no database")],
            [ErrorCode.storeIsOfNewerVersion, new PersistenceError("newerVersion", "version 99")],
            ...meaninglessThings.map(([, thing]): [string, unknown] => [ErrorCode.unknown, thing()])
        ])("rejects with %s where the store does not open", async (code, thrown) => {
            const store = new InMemoryPersistence();
            for (const open of [throwing(thrown), async () => await Promise.reject(thrown)]) {
                const creating = IdentityDeletionModule.create({ persistence: withMethods(store, { open }) });
                const error = await creating.catch((caught: unknown) => caught as { code: string; cause: unknown });
                expect("code" in error && error.code).toBe(code);
                expect("cause" in error && Object.is(error.cause, thrown)).toBe(true);
            }
        });
    });

    describe("forIdentity", () => {
        test.each<[string, object]>([
            ["address", { ...alice, address: "" }],
            ["address", { ...alice, address: "a".repeat(81) }],
            ["address", { deviceId: alice.deviceId }],
            ["Device's id", { ...alice, deviceId: "DVC" }],
            ["Device's id", { address: alice.address }]
        ])("throws at once on a wrong %s", async (named, identity) => {
            const { module } = await createModule();
            expect(() => module.forIdentity(identity as typeof alice)).toThrow(TypeError);
            expect(() => module.forIdentity(identity as typeof alice)).toThrow(named);
        });

        test("keeps no scope, and yet all scopes of an Identity work on the same processes", async () => {
            const { module } = await createModule();
            const [one, other] = [module.forIdentity(alice), module.forIdentity(alice)];
            expect(one.identityDeletionProcesses).not.toBe(other.identityDeletionProcesses);
            const { value } = await one.identityDeletionProcesses.initiateIdentityDeletionProcess();
            expect((await other.identityDeletionProcesses.getActiveIdentityDeletionProcess()).value).toEqual(value);
        });

        test("is not touched by what the host does to its object afterwards", async () => {
            const { module } = await createModule();
            const identity = { ...alice };
            const { identityDeletionProcesses } = module.forIdentity(identity);
            Object.assign(identity, bob);
            const { value } = await identityDeletionProcesses.initiateIdentityDeletionProcess();
            expect(value.createdByDevice).toBe(alice.deviceId);
        });
    });

    describe("register", () => {
        const options = (): IdentityDeletionModuleOptions => ({ persistence: new InMemoryPersistence() });

        test("gives the module to whoever resolves its class in the host's container, and in no other", async () => {
            const [one, other] = [hostsRoot.createChildContainer(), hostsRoot.createChildContainer()];
            const [module, another] = [
                await IdentityDeletionModule.register(one, options()),
                await IdentityDeletionModule.register(other, options())
            ];
            const token = IdentityDeletionModule as unknown as new () => IdentityDeletionModule;
            expect(one.resolve(token)).toBe(module);
            expect(one.createChildContainer().resolve(token)).toBe(module);
            expect(other.resolve(token)).toBe(another);
            expect(hostsRoot.isRegistered(token)).toBe(false);
        });

        test("registers nothing where the module cannot be created", async () => {
            const container = hostsRoot.createChildContainer();
            const persistence = withMethods(new InMemoryPersistence(), { open: throwing(new Error("no")) });
            await expect(IdentityDeletionModule.register(container, { persistence })).rejects.toMatchObject({
                code: ErrorCode.unknown
            });
            expect(container.isRegistered(IdentityDeletionModule as never)).toBe(false);
        });

        test("registers in each Identity's container the facade of that Identity", async () => {
            const { module } = await createModule();
            const [alices, bobs] = [hostsRoot.createChildContainer(), hostsRoot.createChildContainer()];
            const scope = module.registerIdentity(alices, alice);
            module.registerIdentity(bobs, bob);
            const facade = alices.resolve(IdentityDeletionProcessFacade);
            expect(facade).toBeInstanceOf(IdentityDeletionProcessFacade);
            expect(facade).toBe(scope.identityDeletionProcesses);
            expect(await facade.initiateIdentityDeletionProcess()).toBeSuccessful();
            expect(await bobs.resolve(IdentityDeletionProcessFacade).getActiveIdentityDeletionProcess()).toBeAnError(
                ErrorCode.noActiveIdentityDeletionProcess
            );
            expect(hostsRoot.isRegistered(IdentityDeletionProcessFacade)).toBe(false);
        });

        test("registers no facade for an Identity that is none", async () => {
            const { module } = await createModule();
            const container = hostsRoot.createChildContainer();
            expect(() => module.registerIdentity(container, { ...alice, address: "" })).toThrow(TypeError);
            expect(container.isRegistered(IdentityDeletionProcessFacade)).toBe(false);
        });
    });
});
