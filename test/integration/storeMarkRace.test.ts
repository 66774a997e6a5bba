import { join } from "node:path";
import { ErrorCode, type PersistencePort } from "../../src";
import { PostgresPersistence } from "../../src/adapters/postgres";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { findKeyMark } from "../../src/application/pseudonym/KeyMark";
import { ChildPrograms } from "../support/childPrograms";
import { alice } from "../support/fixtures";
import { ModuleProcesses } from "../support/ModuleProcesses";
import type { Command } from "../support/moduleProcess";
import { PostgresServer } from "../support/PostgresServer";
import { anotherKey, ourBytes, ourKey } from "../support/pseudonymization/keys";
import { allRecords } from "../support/pseudonymization/marks";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

const rounds = 5;
const keys = [
    { id: ourKey.id, identityKey: ourKey.identityKeyOf(alice.address), bytes: [...ourBytes] },
    { id: anotherKey.id, identityKey: anotherKey.identityKeyOf(alice.address), bytes: [...ourBytes].map((b) => b + 1) },
    { id: null, identityKey: alice.address, bytes: undefined }
];

/** A new database: how a process opens it, and how the test looks into it. */
interface NewDatabase {
    open(key: number[] | undefined): Command;
    look(): PersistencePort;
}

describe("8 processes that open a new store at once, with two different keys and with none", () => {
    let server: PostgresServer;
    let programs: ChildPrograms;
    let processes: ModuleProcesses;

    beforeAll(async () => {
        server = await PostgresServer.start();
        programs = await ChildPrograms.compile("moduleProcess");
        processes = ModuleProcesses.start(8, programs);
    }, 60_000);

    afterAll(async () => {
        await processes.stop();
        await programs.remove();
        await server.remove();
    }, 60_000);

    /** Which key an operator has given to which process changes from round to round. */
    async function race(round: number, database: NewDatabase): Promise<void> {
        const keyOf = (index: number): (typeof keys)[number] => keys[(index + round) % keys.length];
        const opened = await processes.eachAtOnce((index) => database.open(keyOf(index).bytes));
        await processes.all({ do: "initiate", address: alice.address, times: 1 });
        await processes.all({ do: "close" });

        const store = database.look();
        await store.open();
        const { id } = (await findKeyMark(store))!;
        expect(opened.map(({ code }) => code)).toStrictEqual(
            opened.map((_, index) => (keyOf(index).id === id ? "ok" : refusalBy(id)))
        );
        const records = await allRecords(store);
        expect(records.map(({ identityKey }) => identityKey)).toStrictEqual([
            keys.find((key) => key.id === id)!.identityKey
        ]);
        expect(await store.scan(undefined, 10)).toHaveLength(2);
        await store.close();
    }

    function refusalBy(winner: string | null): ErrorCode {
        return winner === null ? ErrorCode.storeIsNotConverted : ErrorCode.pseudonymKeyIsWrong;
    }

    test("one kind wins a SQLite file, all others are refused, and no record of theirs is there", async () => {
        await inTemporaryDirectory(async (directory) => {
            for (let round = 0; round < rounds; round++) {
                const path = join(directory, `${round}.db`);
                const open = (key?: number[]): Command => ({ do: "open", path, key });
                await race(round, { open, look: () => SqlitePersistence.open(path) });
            }
        });
    }, 60_000);

    test("one kind wins a PostgreSQL database, all others are refused, and no record of theirs is there", async () => {
        const { connectionString } = server;
        for (let round = 0; round < rounds; round++) {
            const schema = `round_${round}`;
            const open = (key?: number[]): Command => ({ do: "openPostgres", connectionString, schema, key });
            await race(round, { open, look: () => PostgresPersistence.open(connectionString, { schema }) });
        }
    }, 60_000);
});
