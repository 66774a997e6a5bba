import type { DocumentCollection } from "../DocumentDatabase";
import type { StoredDocument } from "../rows";

/** LokiJS's own collection, as far as it is used here. All of it is done when it returns. */
export interface LokiJsInnerCollection {
    /** The live document with this value of a unique field, by its index; builds the index where there is none yet. */
    by(field: string, value: string): StoredDocument | undefined;
    find(query: object): StoredDocument[];
    insert(document: StoredDocument): unknown;
    /** Replaces the document of the same `$loki`. */
    update(document: StoredDocument): unknown;
    /** `null` where it failed. */
    remove(document: StoredDocument): unknown;
}

const methods = ["by", "find", "insert", "update", "remove"] as const;

/** The LokiJS collection below the abstraction's, where it can be reached. */
export function innerCollectionOf(collection: DocumentCollection): LokiJsInnerCollection | undefined {
    // Private in its type; there is no other way to the unique indexes, which the abstraction builds and does not read.
    const { collection: inner } = collection as { collection?: Partial<LokiJsInnerCollection> };
    if (typeof inner !== "object" || inner === null) return undefined;
    return methods.every((method) => typeof inner[method] === "function")
        ? (inner as LokiJsInnerCollection)
        : undefined;
}
