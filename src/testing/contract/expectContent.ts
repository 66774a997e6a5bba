import type { PersistencePort, StoredRecord } from "../../ports/PersistencePort";
import { expectEqual } from "./assertions";
import { allDue, allScanned, listed } from "./pages";

/** Later than every `dueAt`, or the same. */
export const endOfTime = "9999-12-31T23:59:59.999Z";

export const beginningOfTime = "0000-01-01T00:00:00.000Z";

/**
 * The database holds exactly these records: asked by each of the port's reads, for their Identities and those in
 * `alsoOf`. Says nothing about order.
 */
export async function expectContent(
    obligation: string,
    port: PersistencePort,
    expected: readonly StoredRecord[],
    alsoOf: readonly string[] = []
): Promise<void> {
    for (const identityKey of new Set([...expected.map((record) => record.identityKey), ...alsoOf])) {
        const own = expected.filter((record) => record.identityKey === identityKey);
        const current = own.filter((record) => record.slot === identityKey || record.unsettled);
        const asked = `of Identity ${JSON.stringify(identityKey)}`;
        expectEqual(`${obligation} (list ${asked})`, byKey(await listed(port, identityKey)), byKey(own));
        expectEqual(`${obligation} (findCurrent ${asked})`, byKey(await port.findCurrent(identityKey)), byKey(current));
    }
    for (const record of expected) {
        const asked = JSON.stringify(record.lookup);
        expectEqual(`${obligation} (findByLookup ${asked})`, await port.findByLookup(record.lookup), record);
    }
    const due = expected.filter((record) => record.dueAt !== null);
    expectEqual(`${obligation} (findDue)`, byKey(await allDue(port, endOfTime)), byKey(due));
    expectEqual(`${obligation} (scan)`, await allScanned(port), byKey(expected));
}

/** Inserts them one after the other. */
export async function insertAll(port: PersistencePort, records: readonly StoredRecord[]): Promise<void> {
    for (const record of records) await port.insert(record);
}

/** In the order of their keys; what an adapter returned instead of a list stays as it is, for the comparison to name. */
function byKey(records: readonly StoredRecord[]): readonly StoredRecord[] {
    if (!Array.isArray(records)) return records;
    return [...(records as StoredRecord[])].sort((one, other) => (one.key < other.key ? -1 : 1));
}
