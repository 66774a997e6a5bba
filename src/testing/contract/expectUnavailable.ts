import type { PersistencePort } from "../../ports/PersistencePort";
import { allOf, expectFailure } from "./assertions";
import type { DatabaseUnderTest } from "./DatabaseUnderTest";
import { endOfTime } from "./expectContent";

/** Every method but `open` and `close` of a port that is not open is refused, also where all are called at the same moment. */
export async function expectUnavailable(database: DatabaseUnderTest, port: PersistencePort): Promise<void> {
    const record = database.records.holder(database.records.identity());
    const calls = {
        insert: () => port.insert(record),
        update: () => port.update({ ...record, revision: 2 }, 1),
        delete: () => port.delete(record.identityKey, record.key, 1),
        findCurrent: () => port.findCurrent(record.identityKey),
        findByLookup: () => port.findByLookup(record.lookup),
        list: () => port.list(record.identityKey),
        findDue: () => port.findDue(endOfTime, 10),
        scan: () => port.scan(undefined, 10)
    };
    await allOf(
        Object.entries(calls).map(([method, call]) => {
            return expectFailure(`${method} of a port that is not open is refused.`, "unavailable", call);
        })
    );
}
