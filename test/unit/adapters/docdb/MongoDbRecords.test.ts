import { DocumentDatabasePersistence } from "../../../../src/adapters/docdb";
import { aRecord } from "../../../support/docdb/lokiJs";
import { MongoDbStandIn } from "../../../support/docdb/MongoDbStandIn";
import { alice } from "../../../support/fixtures";

describe("An update over MongoDB's driver (a fake)", () => {
    const record = aRecord(alice.address, "first");
    let persistence: DocumentDatabasePersistence;

    beforeEach(async () => {
        const database = new MongoDbStandIn().connect();
        persistence = DocumentDatabasePersistence.overMongoDb({ database });
        await persistence.open();
        await persistence.insert(record);
    });

    test("that changes nothing succeeds, though the abstraction says of it what it says of a missing document", async () => {
        await expect(persistence.update(record, 1)).resolves.toBeUndefined();
        expect(await persistence.findByLookup(record.lookup)).toStrictEqual(record);
    });

    test("of another revision is stale, also where it would store that revision again", async () => {
        const stale = { ...record, revision: 2 };
        await expect(persistence.update(stale, 2)).rejects.toMatchObject({ kind: "staleRevision" });
        await expect(persistence.update(record, 2)).rejects.toMatchObject({ kind: "staleRevision" });
    });

    test("of a record that is not there, or another's, finds none", async () => {
        const missing = aRecord(alice.address, "second", { slot: "second" });
        await expect(persistence.update(missing, 1)).rejects.toMatchObject({ kind: "notFound" });
        const others = { ...record, identityKey: "another" };
        await expect(persistence.update(others, 1)).rejects.toMatchObject({ kind: "notFound" });
    });
});
