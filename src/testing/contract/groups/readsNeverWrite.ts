import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import type { ContractGroup } from "../ContractGroup";
import { endOfTime, expectContent, insertAll } from "../expectContent";
import { next } from "../RecordFactory";

type Read = (port: PersistencePort, record: StoredRecord) => Promise<unknown>;

const reads: Readonly<Record<string, Read>> = {
    findCurrent: (port, record) => port.findCurrent(record.identityKey),
    "findCurrent of an Identity without records": (port, record) => port.findCurrent(`${record.identityKey}0`),
    findByLookup: (port, record) => port.findByLookup(record.lookup),
    "findByLookup of what is not there": (port, record) => port.findByLookup(`${record.lookup}0`),
    list: (port, record) => port.list(record.identityKey),
    "list of a page": (port, record) =>
        port.list(record.identityKey, { createdAt: record.createdAt, key: record.key }, 1),
    findDue: (port) => port.findDue(endOfTime, 10),
    scan: (port) => port.scan(undefined, 10),
    "scan of a page": (port, record) => port.scan(record.key, 1)
};

export const readsNeverWrite: ContractGroup = (test) => {
    for (const [name, read] of Object.entries(reads)) {
        test(`leaves everything as it is by ${name}`, async (database) => {
            const port = await database.open();
            const identityKey = database.records.identity();
            // Data that someone might be tempted to bring up to date.
            const data = { process: { id: "IDP00000000000000001", status: "Approved" } };
            const records = [
                database.records.past(identityKey, { unsettled: true, data }),
                database.records.holder(identityKey, { dueAt: "2000-01-01T00:00:00.000Z", data })
            ];
            await insertAll(port, records);

            for (let time = 1; time <= 3; time++) await read(port, records[1]);

            await expectContent(`${name} writes nothing.`, port, records, [`${identityKey}0`]);
            for (const record of records) await port.update(next(record), 1);
            await expectContent(
                "After reads an update stores what it was given.",
                port,
                records.map((record) => next(record))
            );
        });
    }
};
