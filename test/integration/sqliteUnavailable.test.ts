import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import Libsql from "libsql";
import { ErrorCode, IdentityDeletionModule } from "../../src";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { ChildPrograms } from "../support/childPrograms";
import { alice, bob } from "../support/fixtures";
import { ModuleProcesses } from "../support/ModuleProcesses";
import { persistenceError } from "../support/persistenceErrors";
import { fillFile, openStore, queryFile } from "../support/sqliteFiles";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

describe(`${SqlitePersistence.name} on a full disk`, () => {
    test("refuses what does not fit, loses nothing, and goes on when there is room", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            let handle: Libsql.Database | undefined;
            const driver = (file: string) => {
                handle = new Libsql(file);
                handle.exec("PRAGMA max_page_count = 60");
                return handle;
            };
            const persistence = SqlitePersistence.open(path, { driver });
            const module = await IdentityDeletionModule.create({ persistence });
            const processes = module.forIdentity(alice).identityDeletionProcesses;

            const kept: string[] = [];
            let result = await processes.initiateIdentityDeletionProcess();
            while (result.isSuccess) {
                kept.push(result.value.id);
                expect(await processes.cancelIdentityDeletionProcess()).toBeSuccessful();
                result = await processes.initiateIdentityDeletionProcess();
            }
            expect(kept.length).toBeGreaterThan(50);
            expect(result).toBeAnError(ErrorCode.storeUnavailable);
            expect((result.error as Error).cause).toMatchObject(persistenceError("unavailable", /disk is full/));

            const listed = (await processes.getIdentityDeletionProcesses()).value;
            expect(listed.map(({ id }) => id)).toEqual(kept);
            expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(
                ErrorCode.noActiveIdentityDeletionProcess
            );

            handle!.exec("PRAGMA max_page_count = 10000");
            expect(await processes.initiateIdentityDeletionProcess()).toBeSuccessful();
            await module.close();
            expect(queryFile(path, "SELECT count(*) AS count FROM identity_deletion_process")).toEqual([
                { count: kept.length + 1 + 1 } // And the mark.
            ]);
        });
    });
});

describe(`${SqlitePersistence.name} where it may not write`, () => {
    let programs: ChildPrograms;

    beforeAll(async () => {
        programs = await ChildPrograms.compile("moduleProcess");
    });

    afterAll(async () => await programs.remove());

    test("says that a read-only directory cannot be used, and creates nothing in it", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "new.db");
            await chmod(directory, 0o555);
            try {
                await asOrdinaryUser(programs, async (processes) => {
                    expect(await processes.all({ do: "open", path })).toEqual([cannotBeUsed(/cannot open the file/)]);
                });
                await expect(readFile(path)).rejects.toMatchObject({ code: "ENOENT" });
            } finally {
                await chmod(directory, 0o755);
            }
        });
    });

    test("reads a read-only file, says that it cannot be written, and loses nothing of it", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const records = await fillFile(path);
            // Keeps the log and its index in place, which a last connection would take away.
            const store = await openStore(path);
            const files = ["", "-wal", "-shm"].map((end) => `${path}${end}`);
            for (const file of files) await chmod(file, 0o444);
            await chmod(directory, 0o555);
            try {
                await asOrdinaryUser(programs, async (processes) => {
                    expect(await processes.all({ do: "open", path })).toEqual([{ code: "ok" }]);
                    const answers = await processes.all({ do: "initiate", address: alice.address, times: 2 });
                    expect(answers).toEqual([cannotBeUsed(/must not write/), cannotBeUsed(/must not write/)]);
                });
            } finally {
                await chmod(directory, 0o755);
                for (const file of files) await chmod(file, 0o644);
            }
            const found = [...(await store.list(alice.address)), ...(await store.list(bob.address))];
            expect(found).toHaveLength(records.length);
            await store.close();
        });
    });
});

describe(`${SqlitePersistence.name} on a path that cannot be`, () => {
    test("says what is wrong with it", async () => {
        await inTemporaryDirectory(async (directory) => {
            await mkdir(join(directory, "folder"));
            await writeFile(join(directory, "file"), "");
            const says = async (path: string, message: RegExp) =>
                await expect(SqlitePersistence.open(join(directory, path)).open()).rejects.toMatchObject(
                    persistenceError("unavailable", message)
                );
            await says("folder", /the path is a directory/);
            await says("missing/identities.db", /its directory does not exist/);
            await says("file/identities.db", /what should be its directory is a file/);
        });
    });

    test("takes a relative path from the working directory of the moment it is given", async () => {
        const relative = join("no-such-directory", "identities.db");
        const store = SqlitePersistence.open(relative);
        await expect(store.open()).rejects.toThrow(`The SQLite database ${resolve(relative)} cannot be opened`);
    });

    test("refuses at once what is no path, no driver, no time", () => {
        expect(() => SqlitePersistence.open(undefined as unknown as string)).toThrow(TypeError);
        expect(() => SqlitePersistence.open("file:identities.db")).toThrow("by a path and not by a URI");
        expect(() => SqlitePersistence.open("a\0b")).toThrow(TypeError);
        expect(() => SqlitePersistence.open("a.db", { driver: "libsql" as never })).toThrow("option driver");
        expect(() => SqlitePersistence.open("a.db", { busyTimeoutInMs: -1 })).toThrow(RangeError);
        expect(() => SqlitePersistence.open("a.db", { busyTimeoutInMs: NaN })).toThrow(RangeError);
        const misspelt = { busyTimeoutMs: 1 } as object;
        expect(() => SqlitePersistence.open("a.db", misspelt)).toThrow('Did you mean "busyTimeoutInMs"?');
    });
});

function cannotBeUsed(why: RegExp): unknown {
    return { code: ErrorCode.storeUnavailable, cause: expect.stringMatching(why) as unknown };
}

/** The superuser may write to everything, so a process of the superuser first becomes the user "nobody". */
async function asOrdinaryUser(
    programs: ChildPrograms,
    body: (processes: ModuleProcesses) => Promise<void>
): Promise<void> {
    const processes = ModuleProcesses.start(1, programs);
    try {
        if (process.getuid!() === 0) await processes.all({ do: "becomeUser", id: 65534 });
        await body(processes);
    } finally {
        await processes.stop();
    }
}
