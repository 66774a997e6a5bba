import { PostgresPersistence, type PostgresPool } from "../../../../src/adapters/postgres";
import { persistenceError } from "../../../support/persistenceErrors";

jest.mock("kysely", () => {
    throw Object.assign(new Error("Cannot find module 'kysely'"), { code: "MODULE_NOT_FOUND" });
});

const noTable = Object.assign(new Error("no such table"), { code: "42P01" });

/** A server that answers the n-th question with the n-th of these: the names of migrations, or an error. */
function poolThat(...answers: (string[] | Error)[]): PostgresPool & { lent: number } {
    const pool = {
        lent: 0,
        connect: async () => {
            pool.lent++;
            return {
                query: async () => {
                    const answer = answers.shift();
                    if (answer === undefined) throw new Error("nobody expected this question");
                    if (answer instanceof Error) throw answer;
                    return { rows: answer.map((name) => [name]), rowCount: null };
                },
                release: () => undefined,
                on: () => undefined,
                removeListener: () => undefined
            };
        }
    };
    return pool;
}

const allMigrations = ["001-records", "002-store-mark"];

const open = async (pool: PostgresPool): Promise<void> =>
    await PostgresPersistence.using(pool, { retry: { attempts: 1 } }).open();

describe(`${PostgresPersistence.name} where kysely is not installed`, () => {
    test("opens tables that are up to date", async () => {
        await expect(open(poolThat(allMigrations))).resolves.toBeUndefined();
    });

    test("says what to install where something is to be migrated", async () => {
        const refusal = persistenceError("unavailable", /run `npm install pg kysely`/);
        await expect(open(poolThat(noTable, noTable))).rejects.toMatchObject(refusal);
        await expect(open(poolThat([], []))).rejects.toMatchObject(refusal);
    });

    test("is content where another machine has migrated in the meantime", async () => {
        await expect(open(poolThat(noTable, allMigrations))).resolves.toBeUndefined();
    });

    test("refuses where it was a newer release that migrated in the meantime", async () => {
        const answers = [noTable, [...allMigrations, "999-from-the-future"]];
        await expect(open(poolThat(...answers))).rejects.toMatchObject(persistenceError("newerVersion"));
    });

    test("takes no other error for a missing table", async () => {
        const denied = Object.assign(new Error("permission denied"), { code: "42501" });
        const pool = poolThat(denied);
        await expect(open(pool)).rejects.toMatchObject({
            ...persistenceError("unavailable", /does not let this role/),
            cause: denied
        });
        expect(pool.lent).toBe(1);
    });

    test("stays closed where it is closed while its opening fails, and opens anew", async () => {
        let refuse = (_error: Error): void => undefined;
        const whole = poolThat(allMigrations);
        const connections = [new Promise<never>((_, reject) => (refuse = reject)), whole.connect()];
        const store = PostgresPersistence.using({ connect: () => connections.shift()! }, { retry: { attempts: 1 } });
        const first = store.open();
        const closing = store.close();
        const second = store.open();
        refuse(new Error("no server"));
        await expect(first).rejects.toMatchObject(persistenceError("unavailable"));
        await Promise.all([closing, second]);
        // The failure of the first has not undone the second.
        await expect(store.open()).resolves.toBeUndefined();
        expect(connections).toEqual([]);
    });
});
