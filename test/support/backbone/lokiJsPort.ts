import { DocumentDatabasePersistence } from "../../../src/adapters/docdb";
import type { PersistencePort } from "../../../src";
import { connectToFiles, durableStorage } from "../docdb/lokiJs";

/** A LokiJS file of that folder, opened when the port is opened and closed with it. */
export function lokiJsPort(folder: string): PersistencePort {
    let opened: { port: PersistencePort; close(): Promise<void> } | undefined;
    const own: Partial<Record<string, unknown>> = {
        isDurable: true,
        // Or it would be taken for a promise.
        then: undefined,
        open: async () => {
            const { connection, loki } = connectToFiles(folder, durableStorage());
            const database = await connection.getDatabase("faults");
            const port = DocumentDatabasePersistence.overLokiJs({ database, lokiDatabase: loki() });
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
