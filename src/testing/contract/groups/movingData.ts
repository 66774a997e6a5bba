import { InMemoryPersistence } from "../../../adapters/memory";
import { IdentityDeletionModule } from "../../../index";
import type { PersistencePort } from "../../../ports/PersistencePort";
import { exportRecords, importRecords } from "../../../transfer";
import { FixedClock } from "../../FixedClock";
import { expectEqual } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import { facadeFor, valueOf } from "../moduleUnderTest";
import { RecordFactory } from "../RecordFactory";

const identities = 60;

export const movingData: ContractGroup = (test) => {
    test("takes in an export, and gives it out again line by line", async (database) => {
        const lines = await linesOfAnotherStore();
        const port = await database.open();

        const summary = await importRecords(port, () => asyncOf(lines));
        expectEqual("Every record is imported.", summary.inserted, identities * 2);

        const exported = await linesOf(port, 1000);
        expectEqual("What was imported is exported again, the same.", exported, lines);
        const inSmallPages = await linesOf(port, 7);
        expectEqual("Small pages are the same export.", inSmallPages, lines);
    });

    test("takes in the same export once, however often it is imported", async (database) => {
        const lines = await linesOfAnotherStore();
        const port = await database.open();
        await importRecords(port, () => asyncOf(lines));

        const again = await importRecords(port, () => asyncOf(lines));

        const counts = [again.inserted, again.alreadyThere];
        expectEqual("A second import finds everything there.", counts, [0, identities * 2]);
        const exported = await linesOf(port, 1000);
        expectEqual("A second import changes nothing.", exported, lines);
    });
};

/** Of a store in memory with two processes for each Identity, of which one is over. */
async function linesOfAnotherStore(): Promise<string[]> {
    const store = new InMemoryPersistence();
    const quiet = { warn: () => undefined };
    const module = await IdentityDeletionModule.create({ persistence: store, clock: new FixedClock(), logger: quiet });
    const records = new RecordFactory();
    for (let count = 0; count < identities; count++) {
        const facade = facadeFor(module, records.identity());
        valueOf(await facade.initiateIdentityDeletionProcess());
        valueOf(await facade.cancelIdentityDeletionProcess());
        valueOf(await facade.initiateIdentityDeletionProcess());
    }
    await module.close();
    return await linesOf(store, 1000);
}

async function linesOf(port: PersistencePort, pageSize: number): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of exportRecords(port, { pageSize })) lines.push(line);
    return lines;
}

async function* asyncOf<T>(items: readonly T[]): AsyncGenerator<T> {
    yield* items;
}
