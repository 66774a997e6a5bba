import type { StoredRecord } from "../../../src";
import type { Pseudonyms } from "../../../src/application/pseudonym/Pseudonyms";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

/**
 * What a store counts for in the middle of a conversion, as it is documented: as long as the original is there it alone
 * counts, and then its copy. Given as the originals' contents, whichever of the two it is, by key; a record that is neither
 * fails.
 */
export function whatCounts(
    records: readonly StoredRecord[],
    originals: readonly StoredRecord[],
    key: Pseudonyms
): object[] {
    const addresses = new Map(originals.map(({ key, identityKey }) => [key, identityKey]));
    const plain = new Set(records.filter((each) => addresses.has(each.key)).map((each) => each.key));
    return records
        .map((record) => {
            if (plain.has(record.key)) return contentOf(record, record.key, record.identityKey);
            const originalKey = record.key.replace(/~$/, "");
            const address = addresses.get(originalKey);
            if (address === undefined || record.identityKey !== key.identityKeyOf(address)) {
                throw new Error(`Nobody has written this record: ${JSON.stringify(record)}`);
            }
            return plain.has(originalKey) ? undefined : contentOf(record, originalKey, address);
        })
        .filter((content) => content !== undefined)
        .sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** Without what a conversion is there to change. */
function contentOf(record: StoredRecord, key: string, address: string): { key: string } {
    const { identityKey, slot, lookup, createdAt, dueAt, unsettled } = record;
    const { address: _, ...data } = jsonOf(record.data);
    const name = lookup.slice(identityKey.length + 1);
    return {
        key,
        ...{ address, createdAt, dueAt, unsettled, data },
        holdsTheSlot: slot === identityKey,
        name: name === record.key ? key : name
    } as { key: string };
}
