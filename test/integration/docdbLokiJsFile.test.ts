import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { DocumentDatabasePersistence, LokiJsFileStorage } from "../../src/adapters/docdb";
import { ChildPrograms } from "../support/childPrograms";
import { aRecord, connectToFiles, durableStorage, identityOf, makeFolder, removeFolder } from "../support/docdb/lokiJs";
import { alice, bob, createModule } from "../support/fixtures";
import { unhandledRejections } from "../support/unhandledRejections";

const databaseName = "host";
const storages = { durable: durableStorage, own: (): undefined => undefined };

describe(`${DocumentDatabasePersistence.name} over a LokiJS file`, () => {
    let folder: string;
    let file: string;
    const connections: { close(): Promise<void> }[] = [];

    beforeEach(async () => {
        folder = await makeFolder();
        file = path.join(folder, `${databaseName}.db`);
    });

    afterEach(async () => {
        await Promise.all(connections.splice(0).map((connection) => connection.close()));
        await removeFolder(folder);
    });

    /** As a host does it that has access to its `Loki`. */
    async function host(storage?: LokiJsFileStorage): ReturnType<typeof openHost> {
        const opened = await openHost(folder, storage);
        connections.push(opened.connection);
        return opened;
    }

    test.each(["durable", "own"] as const)(
        "has what was answered after kill -9, with a save after each write: %s storage",
        async (name) => {
            const programs = await ChildPrograms.compile("docdbHost");
            try {
                const child = spawn(process.execPath, [programs.fileOf("docdbHost"), folder, name], {
                    env: programs.environment,
                    stdio: ["ignore", "pipe", "inherit"]
                });
                const answered = await linesUntilKilled(child, 25);

                const { persistence } = await host(storages[name]());
                const { module } = await createModule({ persistence });
                for (const [person, id] of answered.entries()) {
                    const facade = module.forIdentity(identityOf(person)).identityDeletionProcesses;
                    expect((await facade.getActiveIdentityDeletionProcess()).value.id).toBe(id);
                }
            } finally {
                await programs.remove();
            }
        }
    );

    test("reopens with all rules in force", async () => {
        const first = await host();
        await first.persistence.open();
        await first.persistence.insert(aRecord(alice.address, "first"));
        await first.persistence.insert(aRecord(alice.address, "unsettled", { slot: "unsettled", unsettled: true }));
        await first.connection.close();

        const { persistence } = await host();
        await persistence.open();
        const keys = (await persistence.findCurrent(alice.address)).map(({ key }) => key);
        expect(keys).toStrictEqual(["first", "unsettled"]);
        const rival = aRecord(alice.address, "second");
        await expect(persistence.insert(rival)).rejects.toMatchObject({ kind: "slotTaken" });
    });

    test("claims durability only where a save is on the disk", async () => {
        expect((await host()).persistence.isDurable).toBe(false);
        expect((await host(durableStorage())).persistence.isDurable).toBe(true);
        const { connection } = await host();
        const flush = async (): Promise<void> => undefined;
        expect(DocumentDatabasePersistence.overLokiJs({ connection, databaseName }).isDurable).toBe(false);
        expect(DocumentDatabasePersistence.overLokiJs({ connection, databaseName, flush }).isDurable).toBe(true);
    });

    test("refuses a Loki that is not the one behind the database", async () => {
        const [one, other] = [connectToFiles(folder), connectToFiles(folder)];
        connections.push(one.connection, other.connection);
        const database = await one.connection.getDatabase("one");
        await other.connection.getDatabase("other");
        const persistence = DocumentDatabasePersistence.overLokiJs({ database, lokiDatabase: other.loki() });
        await expect(persistence.open()).rejects.toMatchObject({
            kind: "unavailable",
            message: expect.stringContaining("lokiDatabase")
        });
    });

    test("says unavailable where a save fails, and stores the write with the next that succeeds", async () => {
        const { connection } = await host();
        const failure = new Error("disk full");
        let fails = true;
        const flush = async (): Promise<void> => {
            if (fails) throw failure;
        };
        const persistence = DocumentDatabasePersistence.overLokiJs({ connection, databaseName, flush });
        await persistence.open();
        const lost = persistence.insert(aRecord(alice.address, "first"));
        await expect(lost).rejects.toMatchObject({ kind: "unavailable", cause: failure });
        fails = false;
        await persistence.insert(aRecord(bob.address, "second"));
        await expect(persistence.findCurrent(alice.address)).resolves.toHaveLength(1);
    });

    test("answers and stores again after a save of LokiJS's own that failed, without throttled saves", async () => {
        let isFull = false;
        const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
        const storage = new LokiJsFileStorage({
            ...fs,
            open: (name, flags) => (isFull ? Promise.reject(full) : fs.open(name, flags))
        });
        const { connection, loki } = connectToFiles(folder, storage, { throttledSaves: false });
        connections.push(connection);
        const database = await connection.getDatabase(databaseName);
        const persistence = DocumentDatabasePersistence.overLokiJs({ database, lokiDatabase: loki() });
        await persistence.open();

        const unhandled = await unhandledRejections(async () => {
            isFull = true;
            // As its autosave calls it.
            (loki() as unknown as { saveDatabase(): void }).saveDatabase();
            const refused = persistence.insert(aRecord(alice.address, "first"));
            await expect(refused).rejects.toMatchObject({ kind: "unavailable", cause: full });
        });
        expect(unhandled).toStrictEqual([]);
        isFull = false;
        await persistence.insert(aRecord(bob.address, "second"));
        const { persistence: reopened } = await host(durableStorage());
        await reopened.open();
        await expect(reopened.findCurrent(bob.address)).resolves.toHaveLength(1);
    });

    test("never flushes twice at once, and shares a flush among those who come while one is running", async () => {
        const { connection } = await host();
        const flushes: (() => void)[] = [];
        let started = (): void => undefined;
        const flush = (): Promise<void> =>
            new Promise((resolve) => {
                flushes.push(resolve);
                started();
            });
        const nextStart = (): Promise<void> => new Promise((resolve) => (started = resolve));
        const persistence = DocumentDatabasePersistence.overLokiJs({ connection, databaseName, flush });
        await persistence.open();

        const first = persistence.insert(aRecord("0", "0"));
        const others = Array.from({ length: 10 }, (_, n) => persistence.insert(aRecord(`other ${n}`, `other ${n}`)));
        expect(flushes).toHaveLength(1);
        const second = nextStart();
        flushes[0]();
        await first;
        await second;
        expect(flushes).toHaveLength(2);
        flushes[1]();
        await Promise.all(others);
        expect(flushes).toHaveLength(2);
    });

    describe("with a file that is there but broken", () => {
        beforeEach(async () => {
            const { connection, persistence } = await host(durableStorage());
            await persistence.open();
            await persistence.insert(aRecord(alice.address, "first"));
            await connection.close();
        });

        test.each(["durable", "own"] as const)(
            "rejects as corrupt instead of beginning empty: %s storage",
            async (name) => {
                const text = await fs.readFile(file, "utf8");
                for (const broken of [text.slice(0, text.length / 2), ""]) {
                    await fs.writeFile(file, broken);
                    const { persistence } = await host(storages[name]());
                    await expect(persistence.open()).rejects.toMatchObject({ kind: "corrupt" });
                }
            }
        );

        test("does not write over it, by LokiJsFileStorage, and goes on once it has been put right", async () => {
            const text = await fs.readFile(file, "utf8");
            const broken = text.slice(0, text.length / 2);
            await fs.writeFile(file, broken);
            const first = await host(durableStorage());
            await expect(first.persistence.open()).rejects.toMatchObject({ kind: "corrupt" });
            await first.connection.close();
            expect(await fs.readFile(file, "utf8")).toBe(broken);

            await fs.writeFile(file, text);
            const { persistence } = await host(durableStorage());
            await persistence.open();
            await expect(persistence.findCurrent(alice.address)).resolves.toHaveLength(1);
        });

        test("writes nothing over a file of something else", async () => {
            await fs.writeFile(file, "[]");
            const { connection, persistence } = await host(durableStorage());
            await expect(persistence.open()).rejects.toMatchObject({ kind: "corrupt" });
            await connection.close();
            expect(await fs.readFile(file, "utf8")).toBe("[]");
        });
    });

    test(`${LokiJsFileStorage.name} has the text and the rename on the disk before it answers`, async () => {
        const steps: string[] = [];
        const storage = new LokiJsFileStorage({
            ...fs,
            open: async (name, flags) => {
                const opened = await fs.open(name, flags);
                const step = async (what: string, work: () => Promise<void>): Promise<void> => {
                    await work();
                    steps.push(`${what} ${path.relative(folder, name)}`);
                };
                return {
                    writeFile: (text) => step("write", () => opened.writeFile(text)),
                    sync: () => step("sync", () => opened.sync()),
                    close: () => opened.close()
                };
            },
            rename: async (from, to) => {
                await fs.rename(from, to);
                steps.push("rename");
            }
        });
        const error = await new Promise((resolve) => storage.saveDatabase(file, "{}", resolve));
        expect(error).toBeUndefined();
        expect(steps).toStrictEqual([`write ${databaseName}.db~`, `sync ${databaseName}.db~`, "rename", "sync "]);
    });

    test(`${LokiJsFileStorage.name} passes on that it cannot save or remove`, async () => {
        const nowhere = path.join(folder, "nowhere", "host.db");
        const storage = durableStorage();
        const saved = await new Promise((resolve) => storage.saveDatabase(nowhere, "{}", resolve));
        expect(saved).toMatchObject({ code: "ENOENT" });
        const removed = await new Promise((resolve) => storage.deleteDatabase(nowhere, resolve));
        expect(removed).toMatchObject({ code: "ENOENT" });
        const again = await new Promise((resolve) => storage.saveDatabase(file, "{}", resolve));
        expect(again).toBeUndefined();
    });
});

async function openHost(
    folder: string,
    storage?: LokiJsFileStorage
): Promise<{ connection: { close(): Promise<void> } & HostConnection; persistence: DocumentDatabasePersistence }> {
    const files = connectToFiles(folder, storage);
    const database = await files.connection.getDatabase(databaseName);
    const persistence = DocumentDatabasePersistence.overLokiJs({ database, lokiDatabase: files.loki() });
    return { connection: files.connection, persistence };
}

type HostConnection = ReturnType<typeof connectToFiles>["connection"];

/** What the child has said by the time that it is dead; it is killed once it has said that many lines. */
async function linesUntilKilled(child: ChildProcess, count: number): Promise<string[]> {
    const exited = once(child, "exit");
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout! })) {
        lines.push(line);
        if (lines.length === count) child.kill("SIGKILL");
    }
    expect(await exited).toStrictEqual([null, "SIGKILL"]);
    // A line that the kill cut short was answered all the same, but cannot be compared.
    return lines.filter((line) => line.length === 20);
}
