import { within } from "../../domain/retry";
import { PersistenceError } from "../../ports/PersistenceError";
import { BrowserDatabase, loadIdb, Transaction } from "./browserDatabase";
import { indexNames, Migration, storeName } from "./migrations";

export interface OpenRequest {
    readonly name: string;
    readonly migrations: readonly Migration[];
    readonly mayCreate: boolean;
    readonly openTimeoutInMs: number;
    readonly onLost: (why: "closed" | "deleted") => void;
}

export async function openDatabase(request: OpenRequest): Promise<BrowserDatabase> {
    if (!("indexedDB" in globalThis)) throw new PersistenceError("unavailable", "There is no IndexedDB here.");

    const openDB = await loadIdb();
    let isBlocked = false;
    let failure: unknown;
    const opening: Promise<BrowserDatabase> = openDB(request.name, request.migrations.length, {
        upgrade(database, oldVersion, _newVersion, upgrade) {
            failure = upgradeFrom(oldVersion, database, upgrade, request);
        },
        blocked() {
            isBlocked = true;
        },
        blocking(_currentVersion, blockedVersion) {
            // Another tab upgrades or deletes the database, and waits until every tab has closed it.
            void opening.then((database) => database.close());
            request.onLost(blockedVersion === null ? "deleted" : "closed");
        },
        terminated() {
            request.onLost("closed");
        }
    });
    try {
        // An upgrade that is blocked would wait for ever.
        return requireOurs(await within(request.openTimeoutInMs, opening, () => timedOut(isBlocked)));
    } catch (error) {
        opening.then((late) => late.close()).catch(() => undefined);
        throw failure ?? error;
    }
}

function upgradeFrom(
    version: number,
    database: BrowserDatabase,
    upgrade: Transaction,
    { migrations, mayCreate, onLost }: OpenRequest
): unknown {
    upgrade.done.catch(() => undefined);
    try {
        if (version === 0 && !mayCreate) {
            onLost("deleted");
            throw databaseWasDeleted();
        }
        for (const migrate of migrations.slice(version)) migrate(database, upgrade);
        return undefined;
    } catch (error) {
        upgrade.abort();
        return error;
    }
}

export function databaseWasDeleted(): PersistenceError {
    return new PersistenceError("unavailable", "The database was deleted while it was open: open the store anew.");
}

/** Another program's database may have the same name. */
function requireOurs(database: BrowserDatabase): BrowserDatabase {
    const isOurs =
        database.objectStoreNames.contains(storeName) &&
        Object.values(indexNames).every((name) => indexesOf(database).contains(name));
    if (!isOurs) throw new PersistenceError("corrupt", "There is a database of this name, and it is not ours.");
    return database;
}

function indexesOf(database: BrowserDatabase): { contains(name: string): boolean } {
    return database.transaction(storeName, "readonly", { durability: "strict" }).store.indexNames;
}

function timedOut(isBlocked: boolean): PersistenceError {
    return new PersistenceError(
        "unavailable",
        isBlocked
            ? "The database must be upgraded, and another tab keeps an older release open: close the site's other tabs."
            : "The browser did not open the database in time."
    );
}
