import type { DocumentCollection } from "../DocumentDatabase";
import type { StoredDocument } from "../rows";

export interface LokiJsInnerCollection {
    /** The live document with this value of a unique field. Builds the index where there is none yet. */
    by(field: string, value: string): StoredDocument | undefined;
    find(query: object): StoredDocument[];
    insert(document: StoredDocument): unknown;
    update(document: StoredDocument): unknown;
    /** `null` where it failed. */
    remove(document: StoredDocument): unknown;
}

const methods = ["by", "find", "insert", "update", "remove"] as const;

export function innerCollectionOf(collection: DocumentCollection): LokiJsInnerCollection | undefined {
    // Private in its type; there is no other way to the unique indexes, which the abstraction builds and does not read.
    const { collection: inner } = collection as { collection?: Partial<LokiJsInnerCollection> };
    if (typeof inner !== "object" || inner === null) return undefined;
    return methods.every((method) => typeof inner[method] === "function")
        ? (inner as LokiJsInnerCollection)
        : undefined;
}
