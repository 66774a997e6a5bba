import { IdentityDeletionProcessStatus } from "../IdentityDeletionProcessStatus";
import { JsonObject, jsonOf } from "./StoredRecord";

/** The data of a record whose key becomes a pseudonym: with the address, unless it is a tombstone. */
export function withAddress(data: object, address: string): object {
    return isTombstone(jsonOf(data)) ? data : { ...data, address };
}

/** A process of a deleted Identity, and nothing else. */
function isTombstone({ process, ...rest }: JsonObject): boolean {
    const { id, status, ...more } = (process ?? {}) as JsonObject;
    const nothingElse = Object.keys(rest).length === 0 && Object.keys(more).length === 0;
    return nothingElse && typeof id === "string" && status === IdentityDeletionProcessStatus.Deleted;
}
