import type { PersistencePort, StoredRecord } from "../../ports/PersistencePort";
import { requireReadable } from "../../ports/unreadableRecords";
import { expectEqual } from "./assertions";

/** Later than every `dueAt`. */
export const endOfTime = "9999-12-31T23:59:59.999Z";

/**
 * The database holds exactly these records: asked by each of the port's reads, for their Identities and those named
 * besides. Says nothing about order.
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
        expectEqual(`${obligation} (list ${asked})`, byKey(requireReadable(await port.list(identityKey))), byKey(own));
        expectEqual(`${obligation} (findCurrent ${asked})`, byKey(await port.findCurrent(identityKey)), byKey(current));
    }
    for (const record of expected) {
        const asked = JSON.stringify(record.lookup);
        expectEqual(`${obligation} (findByLookup ${asked})`, await port.findByLookup(record.lookup), record);
    }
    const due = expected.filter((record) => record.dueAt !== null);
    const foundDue = requireReadable(await port.findDue(endOfTime, due.length + 10));
    expectEqual(`${obligation} (findDue)`, byKey(foundDue), byKey(due));
    expectEqual(`${obligation} (scan)`, await port.scan(undefined, expected.length + 10), byKey(expected));
}

/** Inserts them one after the other. */
export async function insertAll(port: PersistencePort, records: readonly StoredRecord[]): Promise<void> {
    for (const record of records) await port.insert(record);
}

function byKey(records: readonly StoredRecord[]): StoredRecord[] {
    return [...records].sort((one, other) => (one.key < other.key ? -1 : 1));
}
