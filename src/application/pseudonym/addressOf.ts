import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { ProcessRecord } from "../../domain/record/ProcessRecord";
import { Pseudonyms } from "./Pseudonyms";

/** Compares the record's address with its `identityKey`: a wrong one would have the deleters delete another's data. */
export function addressOf(
    { identityKey, address }: Pick<ProcessRecord, "identityKey" | "address">,
    pseudonyms: Pseudonyms | undefined
): string {
    if (pseudonyms === undefined) {
        if (address !== undefined && address !== identityKey) throw namesAnother();
        return identityKey;
    }
    if (address === undefined || address === "") {
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
