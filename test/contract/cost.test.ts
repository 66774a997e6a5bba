import { InMemoryPersistence } from "../../src/adapters/memory";
import type { StoredRecord } from "../../src/ports/PersistencePort";
import { persistenceContract } from "../../src/testing";
import { RecordingRunner } from "../support/brokenAdapters/RecordingRunner";

jest.setTimeout(60_000);

/** Looks at every record of every Identity. */
class LooksAtAll extends InMemoryPersistence {
    public override async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        const all = await this.scan(undefined, 2 ** 31 - 1);
        return all.filter((record) => record.identityKey === identityKey && record.slot === identityKey);
    }
}

/** Looks at every record of the Identity. */
class LooksAtAllOfTheIdentity extends InMemoryPersistence {
    public override async findCurrent(identityKey: string): Promise<StoredRecord[]> {
        const all = await this.list(identityKey);
        return all.filter((record) => record.slot === identityKey || record.unsettled);
    }
}

/** Ratios of medians with a bound of eight: what is found out is twenty times above it, what passes far below. */
describe("The contract kit, asked for cost", () => {
    test("passes a store with an index for each read", async () => {
        expect(await failuresOf(InMemoryPersistence)).toEqual([]);
    });

    test.each([LooksAtAll, LooksAtAllOfTheIdentity])("fails a store like %p", async (adapter) => {
        const [failure] = await failuresOf(adapter);

        expect(String(failure)).toMatch("findCurrent costs the same however many records there are");
    });
});

async function failuresOf(adapter: new () => InMemoryPersistence): Promise<unknown[]> {
    const runner = new RecordingRunner();
    persistenceContract(runner, adapter.name, {
        connections: "one",
        isDurable: false,
        cost: true,
        createDatabase: async () => ({ connect: () => new adapter(), remove: async () => undefined })
    });
    return (await runner.failures("cost › ")).map(({ error }) => error);
}
