import { exportRecords, importRecords } from "../../../transfer/index";
import type { PersistencePort } from "../../../ports/PersistencePort";
import { allOf, expectEqual } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { createModule, facadeFor, valueOf } from "../moduleUnderTest";
import { allScanned } from "../pages";
import { jsonOf } from "../../../domain/record/StoredRecord";

const identities = 60;

export const movingData: ContractGroup = (test) => {
    test("writes an export, and takes it in again line by line", async (database) => {
        const { port, lines } = await withExport(database);
        expectEqual("A header, every record and a trailer are exported.", lines.length, identities * 2 + 2);
        expectEqual("Small pages are the same export.", await linesOf(port, 7), lines);

        await removeAll(port);
        const summary = await importRecords(port, () => asyncOf(lines));

        expectEqual("Every record is imported.", summary.inserted, identities * 2);
        expectEqual("What was imported is exported again, the same.", await linesOf(port), lines);
    });

    test("takes in the same export once, however often it is imported", async (database) => {
        const { port, lines } = await withExport(database);

        const again = await importRecords(port, () => asyncOf(lines));

        const counts = [again.inserted, again.alreadyThere];
        expectEqual("An import finds everything there.", counts, [0, identities * 2]);
        expectEqual("An import of what is there changes nothing.", await linesOf(port), lines);
    });
};

/** The port of a module with two processes for each Identity, of which one is over, and what it exports. */
async function withExport(database: DatabaseUnderTest): Promise<{ port: PersistencePort; lines: string[] }> {
    const { module, port } = await createModule(database);
    for (let count = 0; count < identities; count++) {
        const facade = facadeFor(module, database.records.identity());
        valueOf(await facade.initiateIdentityDeletionProcess());
        valueOf(await facade.cancelIdentityDeletionProcess());
        valueOf(await facade.initiateIdentityDeletionProcess());
    }
    return { port, lines: await linesOf(port) };
}

/** All but what the store keeps for itself. */
async function removeAll(port: PersistencePort): Promise<void> {
    const records = (await allScanned(port)).filter(({ data }) => jsonOf(data).process !== undefined);
    await allOf(records.map(({ identityKey, key, revision }) => port.delete(identityKey, key, revision)));
}

async function linesOf(port: PersistencePort, pageSize = 1000): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of exportRecords(port, { pageSize })) lines.push(line);
    return lines;
}

async function* asyncOf<T>(items: readonly T[]): AsyncGenerator<T> {
    yield* items;
}
