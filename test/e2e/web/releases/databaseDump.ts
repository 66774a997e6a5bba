/** A whole database of IndexedDB as JSON, taken and rebuilt without any code of ours. */
export interface DatabaseDump {
    readonly version: number;
    readonly stores: readonly StoreDump[];
}

interface StoreDump {
    readonly name: string;
    readonly keyPath: string;
    readonly indexes: readonly {
        readonly name: string;
        readonly keyPath: string | string[];
        readonly unique: boolean;
    }[];
    readonly rows: readonly unknown[];
}

export async function dumpDatabase(name: string): Promise<DatabaseDump> {
    const database = await resultOf(indexedDB.open(name));
    const stores: StoreDump[] = [];
    for (const storeName of database.objectStoreNames) {
        const store = database.transaction(storeName).objectStore(storeName);
        const indexes = [...store.indexNames].map((indexName) => {
            const { keyPath, unique } = store.index(indexName);
            return { name: indexName, keyPath, unique };
        });
        const keyPath = store.keyPath as string;
        stores.push({ name: storeName, keyPath, indexes, rows: await resultOf(store.getAll()) });
    }
    const { version } = database;
    database.close();
    return { version, stores };
}

/** `name` must be free. */
export async function restoreDatabase(name: string, { version, stores }: DatabaseDump): Promise<void> {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
        for (const { name, keyPath, indexes, rows } of stores) {
            const store = request.result.createObjectStore(name, { keyPath });
            for (const { name, keyPath, unique } of indexes) store.createIndex(name, keyPath, { unique });
            for (const row of rows) store.add(row);
        }
    };
    (await resultOf(request)).close();
}

async function resultOf<Value>(request: IDBRequest<Value>): Promise<Value> {
    return await new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error!);
    });
}
