import { deleteDB, openDB } from "idb";
import { IndexedDbPersistence } from "../../../../src/adapters/indexeddb";
import { storeName } from "../../../../src/adapters/indexeddb/migrations";
import type { ContractDatabase, ContractSubject } from "../../../../src/testing";

/** Written down: a bundler may give a class another name. */
export const contractName = "IndexedDbPersistence";

let numberOfDatabases = 0;

interface NamedDatabase extends ContractDatabase {
    readonly name: string;
}

export const indexedDbSubject: ContractSubject<NamedDatabase> = {
    connections: "many",
    async createDatabase() {
        const name = `contract-${++numberOfDatabases}`;
        return {
            name,
            connect: () => IndexedDbPersistence.open(name),
            remove: () => deleteDB(name)
        };
    },
    hooks: {
        damage: async ({ name }, record) => {
            const database = await openDB(name);
            await database.put(storeName, { ...record, data: "damaged" });
            database.close();
        },
        makeNewer: async ({ name }) => (await openDB(name, 1_000)).close()
    }
};
