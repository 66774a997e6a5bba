import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { JsonObject, StoredRecord } from "../../ports/PersistencePort";
import { Pseudonyms } from "./Pseudonyms";

/**
 * The address of the Identity that a record belongs to. What `data` says is not believed, but compared with the
 * `identityKey`: deleters that were given another's address would delete that one's data. Throws `storeIsCorrupt`.
 */
export function addressOf({ identityKey, data }: StoredRecord, pseudonyms: Pseudonyms | undefined): string {
    const { address } = (data as JsonObject | null | undefined) ?? {};
    if (pseudonyms === undefined) {
        if (address !== undefined && address !== identityKey) throw namesAnother();
        return identityKey;
    }
    if (typeof address !== "string") {
        throw IdentityDeletionError.storeIsCorrupt("The store holds a record that does not say whose it is.");
    }
    if (pseudonyms.identityKeyOf(address) !== identityKey) throw namesAnother();
    return address;
}

function namesAnother(): IdentityDeletionError {
    return IdentityDeletionError.storeIsCorrupt(
        "The store holds a record whose address is not the one that its identityKey is made of."
    );
}
