import type { StatementResult, StatementRunner } from "../../../src/adapters/postgres/StatementRunner";
import { JobTables } from "../../../src/graphile/JobTables";
import { persistenceError } from "../../support/persistenceErrors";

/** A server that answers the n-th statement with the n-th of these. */
function tablesOn(...answers: (string | Error | undefined)[]): JobTables {
    const run = async (): Promise<StatementResult> => {
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return { rows: answer === undefined ? [] : [[answer]], rowCount: 1 };
    };
    return new JobTables({ run } as unknown as StatementRunner, "jobs");
}

describe(`${JobTables.name}.prototype.prepare`, () => {
    const exists = new Error("The table is there.");

    test("makes nothing where the table is there: a role may have no right to", async () => {
        await expect(tablesOn("t").prepare()).resolves.toBeUndefined();
    });

    test("is content where another worker has made the table at the same moment", async () => {
        await expect(tablesOn("f", exists, "t").prepare()).resolves.toBeUndefined();
    });

    test("says why the table cannot be made where it is not there then", async () => {
        await expect(tablesOn("f", exists, "f").prepare()).rejects.toBe(exists);
    });

    test("takes no answer for a server that is not one", async () => {
        await expect(tablesOn(undefined).prepare()).rejects.toMatchObject(persistenceError("unavailable"));
    });
});
