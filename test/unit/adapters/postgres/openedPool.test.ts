import { loadPackage } from "../../../../src/adapters/postgres/loadPackage";
import { openedPool } from "../../../../src/adapters/postgres/openedPool";
import type { PostgresQuery } from "../../../../src/adapters/postgres/PostgresPool";
import { persistenceError } from "../../../support/persistenceErrors";

jest.mock("../../../../src/adapters/postgres/loadPackage");

/** A pool of one connection, in the place of `pg`'s. */
function fakePool({ ownTimeout, query, end }: { ownTimeout?: string; query?: Error; end?: Error } = {}) {
    const asked: PostgresQuery[] = [];
    const client = {
        connectionParameters: { statement_timeout: ownTimeout },
        query: async (statement: PostgresQuery) => {
            if (query !== undefined) throw query;
            asked.push(statement);
        },
        release: jest.fn(),
        on: jest.fn(),
        removeListener: jest.fn()
    };
    class Pool {
        public readonly on = jest.fn();
        public async connect(): Promise<typeof client> {
            return client;
        }
        public async end(): Promise<void> {
            if (end !== undefined) throw end;
        }
    }
    jest.mocked(loadPackage).mockReturnValue({ Pool });
    return { asked, client };
}

describe(openedPool.name, () => {
    test("limits each connection's statements once, to the adapter's time or the host's own", async () => {
        for (const [config, expected] of [
            [{}, "5000"],
            [{ statement_timeout: 70 }, "70"],
            [{ statement_timeout: "2s" }, "2s"]
        ] as const) {
            const { asked } = fakePool();
            const { pool } = openedPool({ config }, 5_000);
            await pool.connect();
            await pool.connect();
            expect(asked.map(({ values }) => values)).toStrictEqual([[expected]]);
        }
    });

    test.each([0, "0", false, null])("sets no limit where the host asks for %j", async (timeout) => {
        const { asked } = fakePool();
        const { pool, rawPool } = openedPool({ config: { statement_timeout: timeout } }, 5_000);
        expect(pool).toBe(rawPool);
        await pool.connect();
        expect(asked).toStrictEqual([]);
    });

    test("leaves the limit alone that a host's connection string sets", async () => {
        const { asked } = fakePool({ ownTimeout: "70" });
        await openedPool({ config: {} }, 5_000).pool.connect();
        expect(asked).toStrictEqual([]);
    });

    test("gives a connection up that cannot be limited: no statement may wait without end", async () => {
        const failure = new Error("The connection broke.");
        const { client } = fakePool({ query: failure });
        await expect(openedPool({ config: {} }, 5_000).pool.connect()).rejects.toBe(failure);
        expect(client.release).toHaveBeenCalledWith(true);
        expect(client.removeListener).toHaveBeenCalledTimes(1);
    });

    test("says as the port does that a pool cannot be closed", async () => {
        fakePool({ end: new Error("It is closed already.") });
        await expect(openedPool({ config: {} }, 5_000).close()).rejects.toMatchObject(persistenceError("unavailable"));
    });
});
