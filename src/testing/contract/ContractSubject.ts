import type { PersistencePort, StoredRecord } from "../../ports/PersistencePort";

/** One database under test, empty when it is created. */
export interface ContractDatabase {
    /**
     * A new port over this database, returned at once and not yet opened: as a restart or another process would have it.
     * What has to be awaited belongs into the port's `open`.
     */
    connect(): PersistencePort;
    /** Removes the database; every port over it has been closed before, or has ended with a crash. */
    remove(): Promise<void>;
}

/**
 * What only the subject can do to its database: its property `hooks`, as in `hooks: { damage, crash }`. Each is optional;
 * what cannot be checked without it is reported as skipped, by name. `database` is what `createDatabase` has returned.
 */
export interface ContractHooks<Database extends ContractDatabase = ContractDatabase> {
    /**
     * Changes the stored row of this record so that it cannot be read: for example, its data is no JSON any more. What the
     * database orders by and finds it by (`key`, `identityKey`, `slot`, `lookup`, `createdAt`, `dueAt`, `revision`) stays. One
     * port is open.
     */
    damage?(database: Database, record: StoredRecord): Promise<void>;
    /** Leaves the database as a newer release of the adapter would, which it cannot work on. No port is open. */
    makeNewer?(database: Database): Promise<void>;
    /**
     * From now on, until one write has been lost: the next write of any port takes effect in the database, but the
     * connection breaks before its answer arrives. For example by a proxy between the driver and the server.
     */
    loseNextAnswer?(database: Database): Promise<void>;
    /**
     * Ends everything that has this database open as `kill -9`, or the crash of its server, would: what is not durable is
     * gone. The ports of before are not used any more, and not closed. Ports from `connect` work on what is left.
     *
     * Where the database is a library in the process, `connect` has to return ports that work in a child process. These hide
     * what they share with their caller, so run the contract a second time with ports in this process, without this hook.
     */
    crash?(database: Database): Promise<void>;
    /**
     * A port, open, that works in another process, for example by messages with a child process; `close` ends that process.
     * It shares nothing with the ports from `connect` but the database.
     */
    secondProcess?(database: Database): Promise<PersistencePort>;
}

/** What the contract is run against. */
export interface ContractSubject<Database extends ContractDatabase = ContractDatabase> {
    /** Called once for each test; databases must not see each other's records. */
    createDatabase(): Promise<Database>;
    /**
     * `"one"`: only one port may be open over a database at a time, and what the contract says about several is checked
     * with one, or reported as skipped. Default: `"many"`. Say `"one"` only where the adapter itself says so to its users.
     */
    connections?: "one" | "many";
    /** The same as the port's `isDurable`; another value fails. False: the tests of durability are skipped. Default: true. */
    isDurable?: boolean;
    hooks?: ContractHooks<Database>;
    /**
     * Whether to compare what reads cost with ten records and with 20,000. Takes as long as 20,000 writes do; not for a machine
     * that is busy with other work. Default: false, and then it is reported as skipped.
     */
    cost?: boolean;
}

export interface ContractTestFunction {
    (name: string, body: () => Promise<void>): unknown;
    readonly skip?: (name: string, body: () => Promise<void>) => unknown;
}

/** `describe` and `test` of whatever runner: jest, vitest, node:test, mocha, or a page's own. */
export interface ContractRunner {
    describe(name: string, body: () => void): unknown;
    test: ContractTestFunction;
    /**
     * Told instead of `test` of what is not checked, and why. Without it `test.skip` is; without that, a test is
     * registered whose name begins with SKIPPED.
     */
    skip?(name: string, reason: string): void;
}
