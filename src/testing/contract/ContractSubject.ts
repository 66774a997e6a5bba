import type { PersistencePort } from "../../ports/PersistencePort";

/** One database under test, empty when it is created. */
export interface ContractDatabase {
    /** A new port over this database, not yet opened: as a restart or another process would have it. */
    connect(): PersistencePort;
    /** Removes the database; every port over it has been closed before. */
    remove(): Promise<void>;
}

/** What the contract is run against. */
export interface ContractSubject {
    /** Called once for each test; databases must not see each other's records. */
    createDatabase(): Promise<ContractDatabase>;
    /**
     * `"one"`: only one port may be open over a database at a time, and what the contract says about several is checked
     * with one. Default: `"many"`. Say `"one"` only where the adapter itself says so to its users.
     */
    connections?: "one" | "many";
}

/** `describe` and `test` of whatever runner: jest, node:test, mocha, or a page's own. */
export interface ContractRunner {
    describe(name: string, body: () => void): void;
    test(name: string, body: () => Promise<void>): void;
}
