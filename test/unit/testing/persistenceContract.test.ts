import type { PersistencePort, StoredRecord } from "../../../src/ports/PersistencePort";
import { persistenceContract, type ContractSubject } from "../../../src/testing";
import { TwoInOneSlot } from "../../support/brokenAdapters/slots";
import { RecordingRunner } from "../../support/brokenAdapters/RecordingRunner";
import { SimplePersistence } from "../../support/brokenAdapters/SimplePersistence";

/** Counts what the contract creates, opens, closes and removes. */
class Ledger {
    public created = 0;
    public removed = 0;
    public mostOpenAtOnce = 0;
    public openWhenRemoved = 0;
    private readonly open = new Map<StoredRecord[], number>();

    public subject(
        adapter: new (records: StoredRecord[]) => SimplePersistence,
        connections?: ContractSubject["connections"]
    ): ContractSubject {
        return {
            connections,
            createDatabase: async () => {
                this.created++;
                const records: StoredRecord[] = [];
                return {
                    connect: () => this.watched(new adapter(records), records),
                    remove: async () => {
                        this.removed++;
                        this.openWhenRemoved += this.open.get(records) ?? 0;
                    }
                };
            }
        };
    }

    private watched(port: SimplePersistence, records: StoredRecord[]): PersistencePort {
        let isOpen = false;
        const change = (by: number): void => {
            const count = (this.open.get(records) ?? 0) + by;
            this.open.set(records, count);
            this.mostOpenAtOnce = Math.max(this.mostOpenAtOnce, count);
        };
        const [open, close] = [port.open.bind(port), port.close.bind(port)];
        port.open = async () => {
            if (!isOpen) change(1);
            isOpen = true;
            await open();
        };
        port.close = async () => {
            if (!isOpen) throw new Error("The contract closes a port that is not open.");
            isOpen = false;
            change(-1);
            await close();
        };
        return port;
    }
}

async function run(
    subject: ContractSubject
): Promise<{ names: string[]; failures: { name: string; error: unknown }[] }> {
    const runner = new RecordingRunner();
    persistenceContract(runner, "Adapter", subject);
    return { names: runner.names, failures: await runner.failures() };
}

describe(persistenceContract.name, () => {
    test("gives each test a database of its own, and removes it once every port is closed", async () => {
        const ledger = new Ledger();

        const { names, failures } = await run(ledger.subject(SimplePersistence));

        expect(failures).toEqual([]);
        expect(names.length).toBeGreaterThan(90);
        expect([ledger.created, ledger.removed, ledger.openWhenRemoved]).toEqual([names.length, names.length, 0]);
        expect(ledger.mostOpenAtOnce).toBe(4);
    });

    test("cleans up also where a test fails", async () => {
        const ledger = new Ledger();

        const { names, failures } = await run(ledger.subject(TwoInOneSlot));

        expect(failures).not.toEqual([]);
        expect([ledger.created, ledger.removed, ledger.openWhenRemoved]).toEqual([names.length, names.length, 0]);
    });

    test("never opens a second port where only one may be open", async () => {
        const ledger = new Ledger();

        const { failures } = await run(ledger.subject(SimplePersistence, "one"));

        expect(failures).toEqual([]);
        expect(ledger.mostOpenAtOnce).toBe(1);
    });

    test("runs every test with one port that it runs with many", async () => {
        const [one, many] = await Promise.all([
            run(new Ledger().subject(SimplePersistence, "one")),
            run(new Ledger().subject(SimplePersistence, "many"))
        ]);

        expect(one.names).toEqual(many.names);
        expect(new Set(one.names).size).toBe(one.names.length);
    });

    test("tells of a database that cannot be removed", async () => {
        const subject: ContractSubject = {
            createDatabase: async () => ({
                connect: () => new SimplePersistence([]),
                remove: async () => await Promise.reject(new Error("The file is in use."))
            })
        };

        const { names, failures } = await run(subject);

        expect(failures).toHaveLength(names.length);
        expect(failures).toContainEqual({
            name: "slots › refuses a second record in one slot",
            error: new Error("remove() of the contract's subject failed with Error: The file is in use.")
        });
    });

    test("passes an adapter that does not claim to be durable and forgets with its last port", async () => {
        class Forgetful extends SimplePersistence {
            public override get isDurable(): boolean {
                return false;
            }
        }

        const { failures } = await run({
            connections: "one",
            isDurable: false,
            createDatabase: async () => ({ connect: () => new Forgetful([]), remove: async () => undefined })
        });

        expect(failures).toEqual([]);
    });

    test("refuses a subject whose connections it does not know", () => {
        const subject = { createDatabase: jest.fn(), connections: "several" } as unknown as ContractSubject;

        expect(() => persistenceContract(new RecordingRunner(), "Adapter", subject)).toThrow(TypeError);
    });
});
