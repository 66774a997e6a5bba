import * as fileSystem from "node:fs/promises";
import { DocumentDatabasePersistence, LokiJsFileStorage } from "../../../src/adapters/docdb";
import type { PersistencePort } from "../../../src";
import { connectToFiles } from "../docdb/lokiJs";

/** What of a release is needed for a store in LokiJS. */
interface LokiJsAdapter {
    readonly DocumentDatabasePersistence: Pick<typeof DocumentDatabasePersistence, "overLokiJs">;
    readonly LokiJsFileStorage: new (...given: ConstructorParameters<typeof LokiJsFileStorage>) => LokiJsFileStorage;
}

/** A LokiJS file of that folder, opened when the port is opened and closed with it. */
export function lokiJsPort(
    folder: string,
    databaseName = "faults",
    adapter: LokiJsAdapter = { DocumentDatabasePersistence, LokiJsFileStorage }
): PersistencePort {
    let opened: { port: PersistencePort; close(): Promise<void> } | undefined;
    const own: Partial<Record<string, unknown>> = {
        isDurable: true,
        // Or it would be taken for a promise.
        then: undefined,
        open: async () => {
            const { connection, loki } = connectToFiles(folder, new adapter.LokiJsFileStorage(fileSystem));
            const database = await connection.getDatabase(databaseName);
            const port = adapter.DocumentDatabasePersistence.overLokiJs({ database, lokiDatabase: loki() });
            await port.open();
            opened = { port, close: () => connection.close() };
        },
        close: async () => {
            await opened?.port.close();
            await opened?.close();
        }
    };
    return new Proxy(own, {
        get: (target, name) =>
            Object.hasOwn(target, name)
                ? target[String(name)]
                : async (...given: unknown[]) => {
                      if (opened === undefined) throw new Error("It is not open.");
                      const method = Reflect.get(opened.port, name) as (...given: unknown[]) => Promise<unknown>;
                      return await method.apply(opened.port, given);
                  }
    }) as unknown as PersistencePort;
}
