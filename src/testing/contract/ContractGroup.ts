import type { ContractHooks } from "./ContractSubject";
import type { DatabaseUnderTest } from "./DatabaseUnderTest";

/** What a test cannot do without; where the subject has it not, the test is reported as skipped. */
export interface Needs {
    readonly hook?: keyof ContractHooks;
    readonly durable?: true;
    /** Several ports that are open at a time. */
    readonly many?: true;
    readonly cost?: true;
}

/** Registers one test; `body` gets a database of its own. */
export type ContractTest = (name: string, body: (database: DatabaseUnderTest) => Promise<void>, needs?: Needs) => void;

/** Registers the tests of one obligation. */
export type ContractGroup = (test: ContractTest) => void;
