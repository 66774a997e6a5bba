import { openDB, deleteDB } from "idb";
import { IndexedDbPersistence } from "../../../../src/adapters/indexeddb";
import { InMemoryPersistence } from "../../../../src/adapters/memory";
import { Connection } from "../../../../src/adapters/indexeddb/Connection";
import { migrations } from "../../../../src/adapters/indexeddb/migrations";
import { PersistenceError } from "../../../../src";
import { exportRecords, importEnmeshedProcesses, importRecords } from "../../../../src/transfer";
import { persistenceContract } from "../../../../src/testing";
import { liveWithApproved } from "../../../support/transfer/enmeshed";
import { answersIn } from "../../../support/releases/answers";
import { runToTheEnd } from "../../../support/releases/runToTheEnd";
import { contractName, indexedDbSubject } from "./indexedDbSubject";
import { keptIndexedDb } from "./keptIndexedDb";
import { TestsByName } from "./TestsByName";

const contract = new TestsByName();
persistenceContract(contract, contractName, indexedDbSubject);

const contractOnMemory = new TestsByName();
persistenceContract(contractOnMemory, "InMemoryPersistence", {
    connections: "one",
    isDurable: false,
    createDatabase: async () => ({ connect: () => new InMemoryPersistence(), remove: async () => undefined })
});

/** How a port's method failed, as far as it can be handed to a test; `undefined`: it did not. */
async function failureOf(
    call: Promise<unknown>
): Promise<{ kind?: string; message: string; cause: string } | undefined> {
    try {
        await call;
        return undefined;
    } catch (error) {
        const { message, cause } = error as Error;
        return { kind: PersistenceError.kindOf(error), message, cause: (cause as Error | undefined)?.name ?? "none" };
    }
}

/** What tests call in the page. */
const harness = {
    IndexedDbPersistence,
    Connection,
    migrations,
    openDB,
    deleteDB,
    failureOf,
    exportRecords,
    importEnmeshedProcesses,
    importRecords,
    liveWithApproved,
    keptIndexedDb,
    answersIn,
    runToTheEnd,
    runContractOnMemory: () => contractOnMemory.runAll(),
    runContractTest: (name: string) => contract.run(name)
};

export type Harness = typeof harness;

(globalThis as unknown as { harness: Harness }).harness = harness;
