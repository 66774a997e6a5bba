import { deleteDB } from "idb";
import { IndexedDbPersistence } from "../../../../src/adapters/indexeddb";
import type { ContractSubject } from "../../../../src/testing";

/** Written down: a bundler may give a class another name. */
export const contractName = "IndexedDbPersistence";

let numberOfDatabases = 0;

export const indexedDbSubject: ContractSubject = {
    connections: "many",
    async createDatabase() {
        const name = `contract-${++numberOfDatabases}`;
        return {
            connect: () => IndexedDbPersistence.open(name),
            remove: () => deleteDB(name)
        };
    }
};
