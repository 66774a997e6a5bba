/**
 * 20 kills on each store; another number by the environment variable TRANSFER_KILLS, for example
 *
 *     TRANSFER_KILLS=500 npx jest --selectProjects slow --testPathPatterns transferKill
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { PersistencePort, StoredRecord } from "../../src";
import { PostgresPersistence } from "../../src/adapters/postgres";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { importRecords, type ImportSummary } from "../../src/transfer";
import { lineOfRecord } from "../../src/transfer/records/format";
import { ChildPrograms } from "../support/childPrograms";
import { PostgresServer } from "../support/PostgresServer";
import { storeWith } from "../support/records";
import { inTemporaryDirectory } from "../support/temporaryDirectory";
import { allRecords } from "../support/pseudonymization/marks";
import { exported } from "../support/transfer/lines";
import { manyRecords } from "../support/transfer/manyRecords";

const kills = Number(process.env.TRANSFER_KILLS ?? 20);
const maxTimeForOneInMs = 3_000;
const records = manyRecords(400);

interface Target {
    readonly name: string;
    open(): PersistencePort;
}

let programs: ChildPrograms;
let server: PostgresServer;

beforeAll(async () => {
    programs = await ChildPrograms.compile("importProcess");
    server = await PostgresServer.start();
}, 30_000);

afterAll(async () => {
    await programs.remove();
    await server.remove();
});

/** What the process printed last, or nothing where it was killed before its end. */
async function importOnce(file: string, target: string, killAfterBatches: number): Promise<ImportSummary | undefined> {
    const child = spawn(process.execPath, [programs.fileOf("importProcess"), file, target], {
        env: programs.environment,
        stdio: ["ignore", "pipe", "inherit"]
    });
    const closed = once(child, "close");
    let last = "";
    let batches = 0;
    for await (const line of createInterface({ input: child.stdout })) {
        last = line;
        // At a moment within the next batch: not only between two of them.
        if (++batches === killAfterBatches) setTimeout(() => child.kill("SIGKILL"), Math.random() * 10);
    }
    await closed;
    return last.startsWith("{") ? (JSON.parse(last) as ImportSummary) : undefined;
}

/** Kills import after import into one database until all has arrived, then lets one end; returns how many were killed. */
async function killUntilAllIsThere(file: string, target: Target): Promise<number> {
    let killed = 0;
    for (let found = 0; found < records.length;) {
        // Checking takes 20 batches; then comes what is there already, and then what is new.
        const batchesPassed = 19 + Math.floor(found / 20);
        const summary = await importOnce(file, target.name, batchesPassed + Math.ceil(Math.random() * 6));
        if (summary === undefined) killed++;
        found = await countOf(target);
    }
    expect(await importOnce(file, target.name, Infinity)).toMatchObject({
        ...{ count: records.length, inserted: 0, alreadyThere: records.length }
    });
    return killed;
}

/** How many have arrived; each of them is whole. */
async function countOf(target: Target): Promise<number> {
    const store = target.open();
    await store.open();
    const found = await allRecords(store);
    await store.close();
    requireSubset(found);
    return found.length;
}

function requireSubset(found: readonly StoredRecord[]): void {
    const all = new Set(records.map(lineOfRecord));
    expect(found.filter((record) => !all.has(lineOfRecord(record)))).toEqual([]);
}

describe(`${importRecords.name} under kill -9`, () => {
    test.each<[string, (folder: string, round: number) => Promise<Target>]>([
        [
            "SQLite",
            async (folder, round) => {
                const name = join(folder, `${round}.db`);
                return { name, open: () => SqlitePersistence.open(name) };
            }
        ],
        [
            "PostgreSQL",
            async () => {
                await server.query("DROP SCHEMA IF EXISTS identity_deletion CASCADE");
                return { name: server.connectionString, open: () => PostgresPersistence.open(server.connectionString) };
            }
        ]
    ])(
        `completes after ${kills} kills at random moments: %s`,
        async (_, targetOf) => {
            await inTemporaryDirectory(async (folder) => {
                const file = join(folder, "records.jsonl");
                await writeFile(file, `${(await exported(await storeWith(...records))).join("\n")}\n`);
                let killed = 0;
                for (let round = 0; killed < kills; round++) {
                    killed += await killUntilAllIsThere(file, await targetOf(folder, round));
                }
                expect(killed).toBeGreaterThanOrEqual(kills);
            });
        },
        60_000 + kills * maxTimeForOneInMs
    );
});
