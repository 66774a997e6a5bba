import type { PersistencePort, StoredRecord } from "../../../ports/PersistencePort";
import { allOf, broken } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import { beginningOfTime, endOfTime } from "../expectContent";

const few = 10;
const many = 20_000;
const atATime = 200;
const measurements = 41;
/** Generous: an index of ten million records is a few levels deeper than one of ten, and machines have other work to do. */
const maxRatio = 8;
/** What is faster than this is fast enough, whatever the ratio: clocks and garbage collection are as slow. */
const negligibleInMs = 0.5;

type Read = (port: PersistencePort, record: StoredRecord) => Promise<unknown>;

const reads: Readonly<Record<string, Read>> = {
    findCurrent: (port, { identityKey }) => port.findCurrent(identityKey),
    findByLookup: (port, { lookup }) => port.findByLookup(lookup),
    "findDue of what is due": (port) => port.findDue(beginningOfTime, 5),
    "findDue behind a position": (port, { key }) => port.findDue(endOfTime, 5, { dueAt: endOfTime, key }),
    "a page of scan": (port, { key }) => port.scan(key, 5),
    "a page of list": (port, { identityKey, createdAt, key }) => port.list(identityKey, { createdAt, key }, 5)
};

export const cost: ContractGroup = (test) => {
    test(
        `costs the same by every read with ${few} records as with ${many}`,
        async (database) => {
            const port = await database.open();
            const identityKey = database.records.identity();
            const insert = async (count: number): Promise<StoredRecord[]> => {
                const records = Array.from({ length: count }, (_, index) => {
                    const whose = index % 2 === 0 ? identityKey : database.records.identity();
                    return database.records.past(whose, { dueAt: index === 0 ? beginningOfTime : endOfTime });
                });
                for (let first = 0; first < count; first += atATime) {
                    await allOf(records.slice(first, first + atATime).map((record) => port.insert(record)));
                }
                return records;
            };

            // Half of all records are one Identity's, and the one in the middle is among them.
            const inTheMiddle = (records: readonly StoredRecord[]): StoredRecord => {
                const own = records.filter((record) => record.identityKey === identityKey);
                return own[Math.floor(own.length / 2)];
            };
            const before = await measured(port, inTheMiddle(await insert(few)));
            const after = await measured(port, inTheMiddle(await insert(many - few)));

            for (const name of Object.keys(reads)) expectFlat(name, before[name], after[name]);
        },
        { cost: true }
    );
};

/** The median of each read, in milliseconds; each is done once before it counts. */
async function measured(port: PersistencePort, record: StoredRecord): Promise<Record<string, number>> {
    const medians: Record<string, number> = {};
    for (const [name, read] of Object.entries(reads)) {
        await read(port, record);
        const times: number[] = [];
        for (let time = 0; time < measurements; time++) {
            const begin = performance.now();
            await read(port, record);
            times.push(performance.now() - begin);
        }
        medians[name] = times.sort((one, other) => one - other)[Math.floor(measurements / 2)];
    }
    return medians;
}

function expectFlat(name: string, before: number, after: number): void {
    if (after <= negligibleInMs || after <= before * maxRatio) return;
    broken(
        `${name} costs the same however many records there are: keep an index for it.`,
        `at most ${maxRatio} times the ${before.toFixed(3)} ms with ${few} records`,
        `${after.toFixed(3)} ms with ${many}`
    );
}
