import { driverIsNotInstalled } from "../../ports/driverIsNotInstalled";

// The part of IndexedDB and of `idb` that is used here: the package is compiled without the types of a browser.
export interface BrowserDatabase {
    readonly objectStoreNames: Names;
    createObjectStore(name: string, options: { keyPath: string }): ObjectStore;
    transaction(store: string, mode: TransactionMode, options: { durability: "strict" }): Transaction;
    close(): void;
}

export type TransactionMode = "readonly" | "readwrite";

export interface Transaction {
    readonly store: ObjectStore;
    /** Resolves once what the transaction wrote is durable. */
    readonly done: Promise<void>;
    readonly error: unknown;
    abort(): void;
    addEventListener(type: "error" | "complete" | "abort", listener: (event: { preventDefault(): void }) => void): void;
}

export interface ObjectStore {
    readonly indexNames: Names;
    createIndex(name: string, keyPath: string | string[], options?: { unique: boolean }): unknown;
    index(name: string): Index;
    get(key: string): Promise<unknown>;
    getAll(query: unknown, count?: number): Promise<unknown[]>;
    add(row: object): Promise<unknown>;
    put(row: object): Promise<unknown>;
    delete(key: string): Promise<void>;
}

interface Index {
    get(key: string): Promise<unknown>;
    getKey(key: string): Promise<string | undefined>;
    getAll(query: unknown, count?: number): Promise<unknown[]>;
}

interface Names {
    contains(name: string): boolean;
}

interface OpenCallbacks {
    upgrade(database: BrowserDatabase, oldVersion: number, newVersion: number | null, upgrade: Transaction): void;
    blocked(): void;
    blocking(currentVersion: number, blockedVersion: number | null): void;
    terminated(): void;
}

type OpenBrowserDatabase = (name: string, version: number, callbacks: OpenCallbacks) => Promise<BrowserDatabase>;

/** `idb` is an ES module, which CommonJS can load only so; a bundler bundles it all the same. */
export async function loadIdb(): Promise<OpenBrowserDatabase> {
    try {
        const { openDB } = await import("idb");
        return openDB as unknown as OpenBrowserDatabase;
    } catch (cause) {
        throw driverIsNotInstalled(["idb"], cause);
    }
}

interface KeyRanges {
    bound(lower: unknown, upper: unknown, lowerIsOpen?: boolean): unknown;
    lowerBound(lower: unknown, lowerIsOpen?: boolean): unknown;
}

export function keyRanges(): KeyRanges {
    return (globalThis as unknown as { IDBKeyRange: KeyRanges }).IDBKeyRange;
}
