import { PersistenceError } from "../../ports/PersistenceError";
import { notOpen } from "../../ports/refusals";
import { BrowserDatabase, ObjectStore, Transaction, TransactionMode } from "./browserDatabase";
import { Migration, storeName } from "./migrations";
import { databaseWasDeleted, openDatabase } from "./openDatabase";
import { nameOf, toPersistenceError } from "./errors";

interface ConnectionOptions {
    readonly name: string;
    readonly migrations: readonly Migration[];
    readonly openTimeoutInMs: number;
}

/**
 * A connection to one database that outlives what a browser does to it.
 *
 * - *closed*: at first, and after `close`. Every transaction is refused until `open`.
 * - *open*: transactions run, until `close`, or until the browser takes the connection.
 * - *lost*: the browser closed it, or another tab wants to upgrade. The next transaction opens it again; a database that
 *   is then of a newer release is `newerVersion`, and one that is gone makes it *deleted*.
 * - *deleted*: the database is gone. To create it again unasked would look like an Identity without a history: every
 *   transaction is refused until `open` or `close`.
 */
export class Connection {
    private isOpen = false;
    private isDeleted = false;
    private database: Promise<BrowserDatabase> | undefined;

    public constructor(private readonly options: ConnectionOptions) {}

    public async open(): Promise<void> {
        const wasOpen = this.isOpen;
        this.isOpen = true;
        this.isDeleted = false;
        try {
            await (this.database ?? this.connect({ mayCreate: true }));
        } catch (error) {
            this.isOpen &&= wasOpen;
            throw toPersistenceError(error);
        }
    }

    public async close(): Promise<void> {
        this.isOpen = false;
        this.isDeleted = false;
        const { database } = this;
        this.database = undefined;
        await database?.then((opened) => opened.close()).catch(() => undefined);
    }

    /** `work` may await only requests of the transaction, which ends without them. Resolves when its writes are durable. */
    public async run<Value>(mode: TransactionMode, work: (store: ObjectStore) => Promise<Value>): Promise<Value> {
        try {
            const opening = this.connected();
            const transaction = begin(await opening, mode);
            if (transaction !== undefined) return await perform(transaction, work);

            this.lose(opening);
            const anew = begin(await this.connected(), mode);
            if (anew === undefined)
                throw new PersistenceError("unavailable", "The browser keeps closing the database.");
            return await perform(anew, work);
        } catch (error) {
            throw toPersistenceError(error);
        }
    }

    private connected(): Promise<BrowserDatabase> {
        if (this.isDeleted) throw databaseWasDeleted();
        if (!this.isOpen) throw notOpen();
        return this.database ?? this.connect({ mayCreate: false });
    }

    private connect({ mayCreate }: { mayCreate: boolean }): Promise<BrowserDatabase> {
        const opening = openDatabase({
            ...this.options,
            mayCreate,
            onLost: (why) => {
                if (this.database === opening && why === "deleted") this.isDeleted = true;
                this.lose(opening);
            }
        });
        this.database = opening;
        opening.catch(() => this.lose(opening));
        return opening;
    }

    private lose(opening: Promise<BrowserDatabase>): void {
        if (this.database === opening) this.database = undefined;
    }
}

/** `undefined` where the browser is closing the connection: nothing has begun, and it may be opened again. */
function begin(database: BrowserDatabase, mode: TransactionMode): Transaction | undefined {
    try {
        return database.transaction(storeName, mode, { durability: "strict" });
    } catch (error) {
        if (nameOf(error) === "InvalidStateError") return undefined;
        throw error;
    }
}

async function perform<Value>(transaction: Transaction, work: (store: ObjectStore) => Promise<Value>): Promise<Value> {
    const end = endOf(transaction);
    end.catch(() => undefined);
    // A failed request must not end the transaction: `work` may look why, and go on.
    transaction.addEventListener("error", (event) => event.preventDefault());
    try {
        const value = await work(transaction.store);
        await end;
        return value;
    } catch (error) {
        // A request of an aborted transaction knows only that it was aborted; the transaction knows why.
        const reason = nameOf(error) === "AbortError" ? (transaction.error ?? error) : error;
        abort(transaction);
        throw reason;
    }
}

/** Not the promise of `idb`: it rejects as soon as a request fails, also where the transaction goes on. */
async function endOf(transaction: Transaction): Promise<void> {
    transaction.done.catch(() => undefined);
    await new Promise<void>((resolve, reject) => {
        transaction.addEventListener("complete", () => resolve());
        transaction.addEventListener("abort", () =>
            reject(Object.assign(new Error("The transaction was aborted."), { name: "AbortError" }))
        );
    });
}

function abort(transaction: Transaction): void {
    try {
        transaction.abort();
    } catch {}
}
