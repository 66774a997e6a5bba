import type { DatabaseUnderTest } from "./DatabaseUnderTest";

/** Registers one test; `body` gets a database of its own. */
export type ContractTest = (name: string, body: (database: DatabaseUnderTest) => Promise<void>) => void;

/** Registers the tests of one obligation. */
export type ContractGroup = (test: ContractTest) => void;
