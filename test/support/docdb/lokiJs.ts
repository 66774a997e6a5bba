import { type ILokiJsDatabaseFactory, LokiJsConnection } from "@js-soft/docdb-access-loki";
import * as fileSystem from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { IdentityContext } from "../../../src";
import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { type FileSystem, type LokiJsDatabase, LokiJsFileStorage } from "../../../src/adapters/docdb";

/** A connection over files of that folder, with access to the `Loki` that it made last. */
export interface LokiJsFiles {
    connection: LokiJsConnection;
    loki(): LokiJsDatabase;
}

export function connectToFiles(folder: string, storage?: LokiJsFileStorage, options: object = {}): LokiJsFiles {
    let latest: LokiJsDatabase | undefined;
    // A host writes `new Loki(filename, options)` here; LokiJS is the connection's dependency, not ours.
    const { defaultDatabaseFactory } = LokiJsConnection as unknown as {
        defaultDatabaseFactory: ILokiJsDatabaseFactory;
    };
    const factory = {
        create: (...options: Parameters<ILokiJsDatabaseFactory["create"]>) => {
            const loki = defaultDatabaseFactory.create(...options);
            latest = loki;
            return loki;
        }
    };
    const connection = new LokiJsConnection(folder, factory, {
        ...options,
        persistenceMethod: "fs",
        ...(storage && { adapter: storage })
    });
    return {
        connection,
        loki: () => {
            if (latest === undefined) throw new Error("No database has been opened yet.");
            return latest;
        }
    };
}

/** What `LokiJsFileStorage` is used with: Node's own file system. */
export function durableStorage(): LokiJsFileStorage {
    return new LokiJsFileStorage(fileSystem);
}

/** The same without waiting for the disk, for tests that write much and crash nothing. */
export function hastyStorage(): LokiJsFileStorage {
    return new LokiJsFileStorage({ ...fileSystem, open: (path, flags) => openHastily(path, flags) });
}

async function openHastily(path: string, flags: string): ReturnType<FileSystem["open"]> {
    const file = await fileSystem.open(path, flags);
    return {
        writeFile: (text) => file.writeFile(text),
        sync: async () => undefined,
        close: () => file.close()
    };
}

export async function makeFolder(): Promise<string> {
    return await fileSystem.mkdtemp(path.join(os.tmpdir(), "identity-deletion-docdb-"));
}

export async function removeFolder(folder: string): Promise<void> {
    await fileSystem.rm(folder, { recursive: true, force: true });
}

/** A record that holds its Identity's slot and is due. */
export function aRecord(identityKey: string, key: string, changes: Partial<StoredRecord> = {}): StoredRecord {
    return {
        ...{ key, identityKey, slot: identityKey, lookup: `${identityKey}#${key}`, revision: 1 },
        ...{ createdAt: "2026-11-23T10:00:00.000Z", dueAt: "2026-12-07T10:00:00.000Z", unsettled: false },
        data: { process: { id: key, status: "Active" } },
        ...changes
    };
}

/** One of as many people as are wanted. */
export function identityOf(person: number): IdentityContext {
    return {
        address: `did:e:example.org:dids:${String(person).padStart(22, "0")}`,
        deviceId: "DVCsomeonesphone0001"
    };
}
