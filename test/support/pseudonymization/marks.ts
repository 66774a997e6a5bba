import type { PersistencePort, StoredRecord } from "../../../src";
import { isKeyMark, newKeyMark } from "../../../src/application/pseudonym/KeyMark";
import type { Pseudonyms } from "../../../src/application/pseudonym/Pseudonyms";
import { timestampOf } from "../../../src/domain/Timestamp";
import { requireReadable } from "../../../src/ports/unreadableRecords";
import { FixedClock } from "../../../src/testing";

/** The mark as a module with this key makes it, or one without, when a `FixedClock` has not been moved. */
export function markOf(key: Pseudonyms | undefined, isBeingConverted = false): StoredRecord {
    return newKeyMark({ id: key?.id ?? null, isBeingConverted }, timestampOf(new FixedClock().now()));
}

/** The mark as release 0.1.0 made it, written down from what that release stored. */
export function oldMarkOf(key: Pseudonyms, isBeingConverted = false): StoredRecord {
    const name = "!pseudonymKey: names the key that the identityKeys of this store were made with. It is no process.";
    return {
        ...{ key: name, identityKey: name, slot: name, lookup: `${name}#mark`, revision: 1 },
        ...{ createdAt: "0000-01-01T00:00:00.000Z", dueAt: null, unsettled: false },
        data: { pseudonymKey: isBeingConverted ? { id: key.id, isBeingConverted } : { id: key.id } }
    };
}

/** All records but the store's own. */
export async function allRecords(store: PersistencePort): Promise<StoredRecord[]> {
    return requireReadable(await store.scan(undefined, 100_000)).filter((record) => !isKeyMark(record));
}
