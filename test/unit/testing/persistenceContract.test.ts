import { PersistenceError } from "../../../src/ports/PersistenceError";
import type { PersistencePort, StoredRecord } from "../../../src/ports/PersistencePort";
import { persistenceContract, type ContractSubject } from "../../../src/testing";
import { TwoInOneSlot } from "../../support/brokenAdapters/slots";
import { RecordingRunner } from "../../support/brokenAdapters/RecordingRunner";
import { SimplePersistence } from "../../support/brokenAdapters/SimplePersistence";

/** Counts what the contract creates, opens, closes and removes. */
class Ledger {
    public created = 0;
    public removed = 0;
    public maxOpenAtOnce = 0;
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
            this.maxOpenAtOnce = Math.max(this.maxOpenAtOnce, count);
        };
        const [open, close] = [port.open.bind(port), port.close.bind(port)];
        port.open = async () => {
            if (!isOpen) change(1);
            isOpen = true;
            await open();
        };
        port.close = async () => {
            if (isOpen) change(-1);
            isOpen = false;
            await close();
        };
        return port;
    }
}

async function run(
    subject: ContractSubject
): Promise<{ names: string[]; skipped: string[]; failures: { name: string; error: unknown }[] }> {
    const runner = new RecordingRunner();
    persistenceContract(runner, "Adapter", subject);
    const skipped = runner.skipped.map(({ name }) => name);
    return { names: runner.names, skipped, failures: await runner.failures() };
}

describe(persistenceContract.name, () => {
    test("gives each test a database of its own, and removes it once every port is closed", async () => {
        const ledger = new Ledger();

        const { names, failures } = await run(ledger.subject(SimplePersistence));

        expect(failures).toEqual([]);
        expect(names.length).toBeGreaterThan(90);
        expect([ledger.created, ledger.removed, ledger.openWhenRemoved]).toEqual([names.length, names.length, 0]);
        expect(ledger.maxOpenAtOnce).toBe(4);
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
        expect(ledger.maxOpenAtOnce).toBe(1);
    });

    test("runs with one port what it runs with many, or names it as skipped", async () => {
        const [one, many] = await Promise.all([
            run(new Ledger().subject(SimplePersistence, "one")),
            run(new Ledger().subject(SimplePersistence, "many"))
        ]);

        expect([...one.names, ...one.skipped].sort()).toEqual([...many.names, ...many.skipped].sort());
        expect(one.names.length).toBeGreaterThan(many.names.length - 10);
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

    test("reports by name, and with the reason, what it cannot check", () => {
        const runner = new RecordingRunner();
        persistenceContract(runner, "Adapter", { ...new Ledger().subject(SimplePersistence), isDurable: false });

        const reasons = new Map(runner.skipped.map(({ name, reason }) => [name, reason]));
        expect(reasons.get("durability › keeps what was inserted")).toBe("the subject says isDurable: false");
        expect(reasons.get("unreadable records › deletes an unreadable record like any other")).toBe(
            "the subject has no hook damage"
        );
        expect([...reasons.values()]).toContain("the subject does not say cost: true");
        for (const { name } of runner.skipped) expect(runner.names).not.toContain(name);
    });

    test("names what it skips in the runner's own way, or in the name of a test", () => {
        const [withSkip, without] = [jest.fn(), jest.fn()];
        const subject = new Ledger().subject(SimplePersistence);
        const describe = (_: string, body: () => void): void => body();
        persistenceContract({ describe, test: Object.assign(jest.fn(), { skip: withSkip }) }, "Adapter", subject);
        persistenceContract({ describe, test: without }, "Adapter", subject);

        const hook = "the subject has no hook crash";
        expect(withSkip).toHaveBeenCalledWith(`holds the rules after a crash (skipped: ${hook})`, expect.anything());
        const named = `SKIPPED, since ${hook}: holds the rules after a crash`;
        expect(without).toHaveBeenCalledWith(named, expect.anything());
    });

    test("says of a failure which call it was, and what caused it", async () => {
        class CannotInsert extends SimplePersistence {
            public override async insert(): Promise<void> {
                const cause = new Error("Unknown column 'slot'");
                throw new PersistenceError("unavailable", "The database has failed.", { cause });
            }
        }

        const { failures } = await run(new Ledger().subject(CannotInsert));

        const { error } = failures.find(({ name }) => name.startsWith("slots ›"))!;
        expect(String(error)).toMatch("insert stores a record whose slot, key and lookup no other record has.");
        expect(String(error)).toMatch(/call: +insert\(\{ key: "/);
        expect(String(error)).toMatch(
            /came: .*kind unavailable: The database has failed\.\s+caused by Error: Unknown col/
        );
    });

    test.each<[string, object, string]>([
        ["no createDatabase", { createDatabase: undefined }, "has no method createDatabase"],
        ["an unknown hook", { hooks: { demage: () => undefined } }, "the hooks are damage, makeNewer"],
        ["isDurable as a word", { isDurable: "yes" }, "say true or false"]
    ])("says at once what is wrong with a subject: %s", (_, changes, message) => {
        const subject = { createDatabase: async () => undefined, ...changes } as unknown as ContractSubject;

        expect(() => persistenceContract(new RecordingRunner(), "Adapter", subject)).toThrow(message);
    });

    test.each<[string, unknown, string]>([
        ["no database", undefined, "createDatabase() of the contract's subject resolved to must be an object"],
        ["no remove", { connect: () => new SimplePersistence([]) }, "has no method remove"],
        ["no port", { connect: () => undefined, remove: async () => undefined }, "must be an object, and is undefined"],
        ["a promise of one", { connect: async () => undefined, remove: async () => undefined }, "a port at once"],
        ["half a port", { connect: () => ({ open: async () => undefined }), remove: async () => undefined }, "scan"]
    ])("says in each test what is wrong with a subject that gives %s", async (_, database, message) => {
        const subject = { createDatabase: async () => database } as unknown as ContractSubject;

        const { failures, names } = await run(subject);

        expect(failures).toHaveLength(names.length);
        for (const { error } of failures) expect(String(error)).toMatch(message);
    });

    test("refuses a subject whose connections it does not know", () => {
        const subject = { createDatabase: jest.fn(), connections: "several" } as unknown as ContractSubject;

        expect(() => persistenceContract(new RecordingRunner(), "Adapter", subject)).toThrow(TypeError);
    });
});
