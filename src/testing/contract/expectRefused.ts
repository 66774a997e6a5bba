import type { PersistenceErrorKind } from "../../ports/PersistenceError";
import type { PersistencePort, StoredRecord } from "../../ports/PersistencePort";
import { expectFailure } from "./assertions";
import type { DatabaseUnderTest } from "./DatabaseUnderTest";
import { expectContent } from "./expectContent";

/** What a refused call must not have changed. */
export interface Before {
    readonly database: DatabaseUnderTest;
    readonly port: PersistencePort;
    /** All that is stored. */
    readonly stored: readonly StoredRecord[];
}

/**
 * The call is refused and has changed nothing: all reads answer as before, what was held is held, and what the refused
 * record wanted and no other has is free.
 */
export async function expectRefused(
    { database, port, stored }: Before,
    kind: PersistenceErrorKind,
    { call, wanted }: { call: () => Promise<void>; wanted: StoredRecord }
): Promise<void> {
    const obligation = `What is refused with ${kind} changes nothing.`;
    await expectFailure(`It is ${kind}.`, kind, call);
    await expectContent(obligation, port, stored, [wanted.identityKey]);
    await expectHeld(obligation, { database, port, stored });
    await expectFree(obligation, { database, port, stored }, wanted);
    await expectContent(obligation, port, stored, [wanted.identityKey]);
}

/** The slot, the key and the lookup of each stored record are held: no other record gets them. */
export async function expectHeld(obligation: string, { database, port, stored }: Before): Promise<void> {
    for (const { key, identityKey, slot, lookup } of stored) {
        const another = database.records.identity();
        const rivals = [
            // A slot is an Identity's key or a record's: so the rival is of an Identity of that name.
            { kind: "slotTaken", what: "slot", record: database.records.holder(slot) },
            { kind: "duplicate", what: "lookup", record: database.records.past(identityKey, { lookup }) },
            { kind: "duplicate", what: "key", record: database.records.holder(another, { key }) }
        ] as const;
        for (const { kind, what, record } of rivals) {
            await expectFailure(`${obligation} The ${what} is held.`, kind, () => port.insert(record));
        }
    }
}

/** The slot, the key and the lookup that `wanted` has are free, as far as no stored record has them. */
export async function expectFree(
    obligation: string,
    { database, port, stored }: Before,
    { key, identityKey, slot, lookup }: StoredRecord
): Promise<void> {
    const isFree = (name: "key" | "slot" | "lookup", value: string): boolean => {
        return stored.every((record) => record[name] !== value);
    };
    const probes: StoredRecord[] = [];
    if (isFree("slot", slot)) probes.push(database.records.holder(slot));
    if (isFree("lookup", lookup)) probes.push(database.records.past(identityKey, { lookup }));
    if (isFree("key", key)) probes.push(database.records.holder(database.records.identity(), { key }));
    for (const probe of probes) {
        await port.insert(probe);
        await expectContent(`${obligation} What was free is free.`, port, [...stored, probe]);
        await port.delete(probe.identityKey, probe.key, 1);
    }
}
