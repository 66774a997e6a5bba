import type { PersistencePort, StoredRecord } from "../../ports/PersistencePort";
import { allOf, toViolation } from "./assertions";
import { connect, createDatabase, ofSubject, tracedPort } from "./checkedSubject";
import type { ContractDatabase, ContractHooks, ContractSubject } from "./ContractSubject";
import { RecordFactory } from "./RecordFactory";

const portsWhereManyMayBeOpen = 4;

/** An open port, or a module over one. */
export type Closable = Pick<PersistencePort, "close">;

/** One test's database, the records that are made for it, and the ports over it, each of which is closed in the end. */
export class DatabaseUnderTest {
    public readonly records = new RecordFactory();
    private readonly connections: "one" | "many";
    private readonly hooks: ContractHooks;
    private readonly opened = new Set<Closable>();

    public constructor(
        private readonly database: ContractDatabase,
        private readonly subject: ContractSubject
    ) {
        this.connections = subject.connections ?? "many";
        this.hooks = subject.hooks ?? {};
    }

    /** What the subject says of its ports. */
    public get isDurable(): boolean {
        return this.subject.isDurable ?? true;
    }

    /** A new port that is not open. A test that opens it hands it, or what closes it, to `closeInTheEnd` before. */
    public connect(): PersistencePort {
        return connect(this.database);
    }

    /** A new, open port. */
    public async open(): Promise<PersistencePort> {
        const port = this.connect();
        this.closeInTheEnd(port);
        await port.open();
        return port;
    }

    /** Four open ports over the database; where only one may be open, that one. */
    public async openSeveral(): Promise<PersistencePort[]> {
        return await allOf(Array.from({ length: this.severalPorts }, () => this.open()));
    }

    /** How many ports a test with several of them takes. */
    public get severalPorts(): number {
        return this.connections === "many" ? portsWhereManyMayBeOpen : 1;
    }

    public closeInTheEnd(opened: Closable): void {
        if (this.connections === "one" && this.opened.size > 0) {
            throw new Error("The contract itself is at fault: it opens a second port where only one is allowed.");
        }
        this.opened.add(opened);
    }

    public async close(opened: Closable): Promise<void> {
        this.opened.delete(opened);
        await opened.close();
    }

    /** Closes the port and opens a new one over the same database, as a restart does. */
    public async restart(port: PersistencePort): Promise<PersistencePort> {
        await this.close(port);
        return await this.open();
    }

    /** Makes the stored row of this record unreadable. Needs the hook `damage`. */
    public async damage(record: StoredRecord): Promise<void> {
        await ofSubject("The hook damage", () => this.hooks.damage!(this.database, { ...record }));
    }

    /** Leaves the database as a newer release would. Needs the hook `makeNewer`. */
    public async makeNewer(): Promise<void> {
        await ofSubject("The hook makeNewer", () => this.hooks.makeNewer!(this.database));
    }

    /** The answer to the next write is lost. Needs the hook `loseNextAnswer`. */
    public async loseNextAnswer(): Promise<void> {
        await ofSubject("The hook loseNextAnswer", () => this.hooks.loseNextAnswer!(this.database));
    }

    /** Ends all ports as `kill -9` would, and opens a new one on what is left. Needs the hook `crash`. */
    public async restartAfterCrash(): Promise<PersistencePort> {
        this.opened.clear();
        await ofSubject("The hook crash", () => this.hooks.crash!(this.database));
        return await this.open();
    }

    /** An open port of another process. Needs the hook `secondProcess`. */
    public async openInSecondProcess(): Promise<PersistencePort> {
        const port = await ofSubject("The hook secondProcess", () => this.hooks.secondProcess!(this.database));
        const wrapped = tracedPort("The hook secondProcess", port);
        this.closeInTheEnd(wrapped);
        return wrapped;
    }

    /** Everything is closed and removed, whatever of it fails; rejects with the first failure. */
    public async remove(): Promise<void> {
        const closed = await Promise.allSettled([...this.opened].map((opened) => this.close(opened)));
        const removed = await Promise.allSettled([ofSubject("remove()", () => this.database.remove())]);
        const failure = [...closed, ...removed].find((outcome) => outcome.status === "rejected");
        if (failure !== undefined) throw toViolation(failure.reason);
    }
}

/** Runs `body` over a database of its own, which is gone afterwards, also where `body` fails. */
export async function withDatabase(
    subject: ContractSubject,
    body: (database: DatabaseUnderTest) => Promise<void>
): Promise<void> {
    const database = new DatabaseUnderTest(await createDatabase(subject), subject);
    try {
        await body(database);
    } catch (error) {
        // What the test found comes first: a failing clean-up is most often its consequence.
        await database.remove().catch(() => undefined);
        throw toViolation(error);
    }
    await database.remove();
}
