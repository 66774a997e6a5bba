import { ErrorCode, type PersistencePort, type StoredRecord } from "../../../src";
import { exportRecords, importEnmeshedProcesses, importRecords } from "../../../src/transfer";
import { alice } from "../../support/fixtures";
import { person } from "../../support/lifecycle/LifecycleWorld";
import { ourKey } from "../../support/pseudonymization/keys";
import { recordOf, storeWith, withMethods } from "../../support/records";
import { forged } from "../../support/transfer/forge";
import { collected, linesWith, source } from "../../support/transfer/lines";

function keyOf(number: number): string {
    return String(number).padStart(26, "0");
}

/** A store whose records of these keys cannot be read. */
async function damaged(count: number, readable: readonly StoredRecord[] = []): Promise<PersistencePort> {
    const all = Array.from({ length: count }, (_, number) =>
        recordOf(person(number), { status: "Active" }, { key: keyOf(number) })
    );
    const store = await storeWith(...all, ...readable);
    return withMethods(store, {
        scan: async (...call) =>
            (await store.scan(...call)).map((entry) => {
                if (!all.some(({ key }) => key === entry.key)) return entry;
                return { key: entry.key, unreadable: "It is damaged." };
            })
    });
}

describe(`${exportRecords.name} of what cannot be read`, () => {
    test("names the one record", async () => {
        await expect(collected(exportRecords(await damaged(1)))).rejects.toMatchObject({
            code: ErrorCode.storeIsCorrupt,
            message: `Record ${keyOf(0)}: this record cannot be read: ${keyOf(0)} (It is damaged).`,
            place: { key: keyOf(0), keys: [keyOf(0)] }
        });
    });

    test("names the first twenty of many, and says how many more there are", async () => {
        const error: unknown = await collected(exportRecords(await damaged(22))).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({
            message: expect.stringMatching(/^22 records cannot be read: .*\(It is damaged\), and 2 more\.$/),
            place: { keys: Array.from({ length: 20 }, (_, number) => keyOf(number)) }
        });
        expect(error).not.toHaveProperty("place.key");
    });
});

describe(`${importRecords.name} beside what cannot be read`, () => {
    test("refuses, and names the record, where the store cannot say whether it is the same", async () => {
        const lines = await linesWith(recordOf(person(0), { status: "Active" }, { key: keyOf(0) }));
        await expect(importRecords(await damaged(1), source(lines))).rejects.toMatchObject({
            code: expect.any(String),
            place: { key: keyOf(0) }
        });
    });

    test("takes a command of which no process is known yet, by the lookup that names its key alone", async () => {
        const data = { authority: "backbone", intents: [] };
        const lookup = `${alice.address}#${keyOf(1)}`;
        const about = { key: keyOf(1), unsettled: true, data, lookup };
        const command = recordOf(alice, { status: "Active" }, about);
        const store = await storeWith();
        expect(await importRecords(store, source(forged([command])))).toMatchObject({ inserted: 1 });
        const wrong = { ...command, lookup: `${alice.address}#${keyOf(2)}` };
        await expect(importRecords(await storeWith(), source(forged([wrong])))).rejects.toThrow("lookup does not name");
    });

    test("refuses a line that is null, and an address under a pseudonym that is no text", async () => {
        await expect(importRecords(await storeWith(), source(forged([null])))).rejects.toThrow("no JSON object");
        const identity = { ...alice, address: ourKey.identityKeyOf(alice.address) };
        const process = { id: "IDP00000000000000001", status: "Active" };
        const broken = recordOf(identity, process, { key: keyOf(1), data: { process, address: 7 } });
        const lines = source(forged([broken], { pseudonymKey: ourKey.id }));
        await expect(importRecords(await storeWith(), lines)).rejects.toThrow("address is no text");
    });
});

describe(importEnmeshedProcesses.name, () => {
    test("refuses an authority that is none, before it opens anything", async () => {
        const store = await storeWith();
        const open = jest.spyOn(store, "open");
        const options = { address: alice.address, authority: "somebody" as never };
        await expect(importEnmeshedProcesses(store, "[]", options)).rejects.toThrow(TypeError);
        expect(open).not.toHaveBeenCalled();
    });
});
