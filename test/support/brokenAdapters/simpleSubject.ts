import type { StoredRecord } from "../../../src/ports/PersistencePort";
import type { ContractDatabase, ContractSubject } from "../../../src/testing";
import { stateOf } from "./DatabaseState";
import type { SimplePersistence } from "./SimplePersistence";

interface SimpleDatabase extends ContractDatabase {
    readonly records: StoredRecord[];
}

/** Every hook there is, for a `SimplePersistence` or one that is broken. */
export function simpleSubject(
    adapter: new (records: StoredRecord[]) => SimplePersistence
): ContractSubject<SimpleDatabase> {
    return {
        createDatabase: async () => {
            const records: StoredRecord[] = [];
            return { records, connect: () => new adapter(records), remove: async () => undefined };
        },
        hooks: {
            damage: async ({ records }, { key }) => void stateOf(records).damaged.add(key),
            makeNewer: async ({ records }) => void (stateOf(records).version = 2),
            loseNextAnswer: async ({ records }) => void (stateOf(records).answersToLose = 1),
            // What a port has not written into the array is gone with it.
            crash: async () => undefined,
            secondProcess: async ({ records }) => {
                const port = new adapter(records);
                port.process = "second";
                await port.open();
                return port;
            }
        }
    };
}
