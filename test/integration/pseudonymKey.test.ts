import { join } from "node:path";
import { ErrorCode, IdentityDeletionModule, type PersistencePort } from "../../src";
import { InMemoryPersistence } from "../../src/adapters/memory";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { pseudonymize } from "../../src/pseudonymization";
import { BackboneWorld } from "../support/backbone/BackboneWorld";
import { alice, alicesTablet, bob, createModule } from "../support/fixtures";
import { anotherKey, ourKey } from "../support/pseudonymization/keys";
import { allRecords } from "../support/pseudonymization/marks";
import { queryFile } from "../support/sqliteFiles";
import { inTemporaryDirectory } from "../support/temporaryDirectory";
import { jsonOf } from "../../src/domain/record/StoredRecord";

type Options = Parameters<typeof createModule>[0];
const withKey = (persistence: PersistencePort): Options => ({
    persistence,
    pseudonymKey: ourKey,
    lifecycle: "elsewhere"
});

describe("A module with a pseudonym key", () => {
    test("keeps an Identity under its pseudonym, the address only in the data, through its whole life", async () => {
        const { module, persistence, clock } = await createModule(withKey(new InMemoryPersistence()));
        const { identityDeletionProcesses } = module.forIdentity(alice);
        expect(await identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeSuccessful();
        clock.advance({ days: 1 });
        expect(await identityDeletionProcesses.cancelIdentityDeletionProcess()).toBeSuccessful();
        const again = await identityDeletionProcesses.initiateIdentityDeletionProcess();
        expect(again).toBeSuccessful();

        const identityKey = ourKey.identityKeyOf(alice.address);
        const records = await allRecords(persistence);
        expect(records).toHaveLength(2);
        for (const { identityKey: stored, lookup, slot, key, data } of records) {
            expect(stored).toBe(identityKey);
            expect(lookup).toBe(`${identityKey}#${(jsonOf(data).process as { id: string }).id}`);
            expect([identityKey, key]).toContain(slot);
            expect(jsonOf(data).address).toBe(alice.address);
        }
        const active = await module.forIdentity(alice).identityDeletionProcesses.getActiveIdentityDeletionProcess();
        expect(active.value).toStrictEqual(again.value);
        const bobs = await module.forIdentity(bob).identityDeletionProcesses.getActiveIdentityDeletionProcess();
        expect(bobs).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
    });

    test("hands out no address: the DTO and the event are as without a key", async () => {
        const events: { eventTargetAddress?: string; data?: unknown }[] = [];
        const eventBus = { publish: (event: object) => void events.push(event) };
        const { module } = await createModule({ ...withKey(new InMemoryPersistence()), eventBus });
        const { value } = await module.forIdentity(alice).identityDeletionProcesses.initiateIdentityDeletionProcess();
        expect(Object.keys(value).sort()).toStrictEqual([
            "createdAt",
            "createdByDevice",
            "gracePeriodEndsAt",
            "id",
            "status"
        ]);
        expect(events).toMatchObject([{ eventTargetAddress: alice.address, data: value }]);
    });

    test("has no address in the data where there is no key", async () => {
        const { module, persistence } = await createModule();
        await module.forIdentity(alice).identityDeletionProcesses.initiateIdentityDeletionProcess();
        const records = await allRecords(persistence);
        expect(records).toHaveLength(1);
        expect(records[0].identityKey).toBe(alice.address);
        expect(Object.keys(records[0].data)).toStrictEqual(["process"]);
    });

    test.each<[string, unknown]>([
        ["the bytes themselves", new Uint8Array(32)],
        ["a text", "secret"],
        ["null", null]
    ])("cannot be made with %s", async (_, pseudonymKey) => {
        const persistence = new InMemoryPersistence();
        const open = jest.spyOn(persistence, "open");
        const creating = IdentityDeletionModule.create({ persistence, pseudonymKey: pseudonymKey as typeof ourKey });
        await expect(creating).rejects.toThrow(/pseudonymKey must be what PseudonymKey\.of/);
        expect(open).not.toHaveBeenCalled();
    });
});

describe("A Backbone's local copy with a pseudonym key", () => {
    test("stands under pseudonyms, with the address in the data of each record, also once the Identity is deleted", async () => {
        const world = new BackboneWorld();
        const create = async (): Promise<Awaited<ReturnType<typeof createModule>>> => {
            const authority = world.authority();
            const persistence = new InMemoryPersistence();
            return await createModule({ persistence, authority, clock: world.clock, pseudonymKey: ourKey });
        };
        const [phone, tablet] = [await create(), await create()];
        const alices = phone.module.forIdentity(alice);
        const tablets = tablet.module.forIdentity(alicesTablet);
        expect(await alices.identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeSuccessful();
        expect(await tablets.identityDeletionProcesses.cancelIdentityDeletionProcess()).toBeSuccessful();
        expect(await tablets.identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeSuccessful();
        expect(await alices.backbone!.synchronize()).toBeSuccessful();

        for (const { persistence } of [phone, tablet]) {
            const records = await allRecords(persistence);
            expect(records).toHaveLength(2);
            for (const { identityKey, data } of records) {
                expect(identityKey).toBe(ourKey.identityKeyOf(alice.address));
                expect(jsonOf(data).address).toBe(alice.address);
            }
        }
        await Promise.all([phone.module.close(), tablet.module.close()]);
        await world.close();
    });
});

describe("A SQLite file", () => {
    test("opens with the key that it was used with, and with no other and not without, also after a restart", async () => {
        await inTemporaryDirectory(async (directory) => {
            const file = join(directory, "identities.db");
            const create = async (pseudonymKey?: typeof ourKey): Promise<IdentityDeletionModule> => {
                const options = { persistence: SqlitePersistence.open(file), pseudonymKey };
                return (await createModule({ ...options, lifecycle: "elsewhere" })).module;
            };
            const module = await create(ourKey);
            const initiated = await module
                .forIdentity(alice)
                .identityDeletionProcesses.initiateIdentityDeletionProcess();
            await module.close();

            for (const key of [anotherKey, undefined]) {
                await expect(create(key)).rejects.toMatchObject({ code: ErrorCode.pseudonymKeyIsWrong });
            }
            const reopened = await create(ourKey);
            const active = await reopened
                .forIdentity(alice)
                .identityDeletionProcesses.getActiveIdentityDeletionProcess();
            expect(active.value).toStrictEqual(initiated.value);
            await reopened.close();
            const columns = "key, identity_key, slot, lookup, created_at, due_at";
            const outsideOfData = JSON.stringify(queryFile(file, `SELECT ${columns} FROM identity_deletion_process`));
            expect(outsideOfData).not.toContain(alice.address);
        });
    });

    test("that was used without a key refuses one, until it is converted, and then answers as before", async () => {
        await inTemporaryDirectory(async (directory) => {
            const file = join(directory, "identities.db");
            const open = (): SqlitePersistence => SqlitePersistence.open(file);
            const plain = await createModule({ persistence: open(), lifecycle: "elsewhere" });
            const alices = plain.module.forIdentity(alice).identityDeletionProcesses;
            for (let round = 0; round < 3; round++) {
                await alices.initiateIdentityDeletionProcess();
                await alices.cancelIdentityDeletionProcess();
            }
            await alices.initiateIdentityDeletionProcess();
            const before = (await alices.getIdentityDeletionProcesses()).value;
            await plain.module.close();

            await expect(createModule(withKey(open()))).rejects.toMatchObject({ code: ErrorCode.storeIsNotConverted });
            expect(await pseudonymize(open(), ourKey)).toStrictEqual({ converted: 4, closed: 0 });

            const { module } = await createModule(withKey(open()));
            const after = module.forIdentity(alice).identityDeletionProcesses;
            expect((await after.getIdentityDeletionProcesses()).value).toStrictEqual(before);
            expect(await after.initiateIdentityDeletionProcess()).toBeAnError(
                ErrorCode.activeIdentityDeletionProcessAlreadyExists
            );
            expect(await after.cancelIdentityDeletionProcess()).toBeSuccessful();
            await module.close();
        });
    });
});
