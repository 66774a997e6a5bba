import { isKeyMark } from "../application/pseudonym/KeyMark";
import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { withAddress } from "../domain/record/codec";
import type { StoredRecord } from "../ports/PersistencePort";

/** Keys are letters and digits: no other record has it, and the order of an Identity's records stays. */
const suffix = "~";
const pseudonym = /^[0-9a-f]{64}$/;

export function isPlain(record: StoredRecord): boolean {
    return !isKeyMark(record) && !(record.key.endsWith(suffix) && pseudonym.test(record.identityKey));
}

/** Always the same copy, and of the same revision. */
export function convertedRecord(plain: StoredRecord, pseudonyms: Pseudonyms): StoredRecord {
    const { identityKey: address, data } = plain;
    const identityKey = pseudonyms.identityKeyOf(address);
    const key = `${plain.key}${suffix}`;
    return {
        ...plain,
        key,
        identityKey,
        slot: slotOf(plain, identityKey, key),
        lookup: lookupOf(plain, identityKey, key),
        data: withAddress(data, address)
    };
}

function slotOf(plain: StoredRecord, identityKey: string, key: string): string {
    if (plain.slot === plain.identityKey) return identityKey;
    if (plain.slot === plain.key) return key;
    throw notOurs();
}

function lookupOf(plain: StoredRecord, identityKey: string, key: string): string {
    const beginning = `${plain.identityKey}#`;
    if (!plain.lookup.startsWith(beginning)) throw notOurs();
    const name = plain.lookup.slice(beginning.length);
    return `${identityKey}#${name === plain.key ? key : name}`;
}

function notOurs(): IdentityDeletionError {
    return IdentityDeletionError.storeIsCorrupt(
        "The store holds a record that no release of this module can have written: it cannot be converted."
    );
}
