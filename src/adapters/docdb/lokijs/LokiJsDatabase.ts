import { PersistenceError } from "../../../ports/PersistenceError";
import type { DocumentCollection } from "../DocumentDatabase";
import { innerCollectionOf } from "./LokiJsInnerCollection";
import type { LokiJsFileStorage } from "./LokiJsFileStorage";

export interface LokiJsDatabase {
    readonly filename: string;
    readonly collections: readonly { readonly name: string }[];
    readonly persistenceAdapter: LokiJsStorage | null;
    saveDatabase(callback: (error?: unknown) => void): void;
}

export interface LokiJsStorage extends Partial<Pick<LokiJsFileStorage, "syncsToDisk">> {
    /** The stored text, an object, an `Error`, or nothing where there is none. */
    loadDatabase?(filename: string, callback: (stored: unknown) => void): void;
}

export function save(loki: LokiJsDatabase): Promise<void> {
    return new Promise((resolve, reject) => {
        loki.saveDatabase((error) => (error === undefined || error === null ? resolve() : reject(asError(error))));
    });
}

/** Rejects as `corrupt` where LokiJS has opened a broken file as an empty database, and nothing has overwritten it yet. */
export async function requireReadableFile(loki: LokiJsDatabase, collectionName: string): Promise<void> {
    if (loki.collections.some(({ name }) => name === collectionName)) return;
    const stored = await load(loki);
    if (stored instanceof Error) throw brokenFile(stored);
    if (typeof stored !== "string") return;
    try {
        JSON.parse(stored);
    } catch (error) {
        throw brokenFile(error);
    }
}

/** Throws where it is not the `Loki` behind the collection: saving it would save something else. */
export function requireHolds(loki: LokiJsDatabase, collection: DocumentCollection, collectionName: string): void {
    const inner: unknown = innerCollectionOf(collection);
    if (loki.collections.some((own) => (inner === undefined ? own.name === collectionName : own === inner))) return;
    throw new PersistenceError("unavailable", "The lokiDatabase is not the one behind the database that was given.");
}

function load({ persistenceAdapter, filename }: LokiJsDatabase): Promise<unknown> {
    if (typeof persistenceAdapter?.loadDatabase !== "function") return Promise.resolve(undefined);
    return new Promise((resolve) => persistenceAdapter.loadDatabase!(filename, resolve));
}

function brokenFile(cause: unknown): PersistenceError {
    const message = "The LokiJS file is there and cannot be read; LokiJS has opened it as if it were empty.";
    return new PersistenceError("corrupt", message, { cause });
}

function asError(thrown: unknown): Error {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
}
