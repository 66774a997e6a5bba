import { chmodSync, existsSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { alice } from "../support/fixtures";
import { recordOf } from "../support/records";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** Of the database and of the files that SQLite puts next to it. */
function modesIn(directory: string): Record<string, string> {
    return Object.fromEntries(readdirSync(directory).map((name) => [name, modeOf(join(directory, name))]));
}

async function modesWhileInUse(
    directory: string,
    options: { fileMode?: number } = {}
): Promise<Record<string, string>> {
    const store = SqlitePersistence.open(join(directory, "identities.db"), options);
    await store.open();
    await store.insert(recordOf(alice, { status: "Active" }));
    const modes = modesIn(directory);
    await store.close();
    return modes;
}

const allOf = (mode: string): Record<string, string> => ({
    "identities.db": mode,
    "identities.db-shm": mode,
    "identities.db-wal": mode
});

const describeWithModes = process.platform === "win32" ? describe.skip : describe;

describeWithModes("The files of a SQLite database", () => {
    let umask: number;
    // The usual one, that lets everybody read what is created.
    beforeEach(() => (umask = process.umask(0o022)));
    afterEach(() => process.umask(umask));

    test("can be read by nobody else", async () => {
        await inTemporaryDirectory(async (directory) => {
            expect(await modesWhileInUse(directory)).toEqual(allOf("600"));
        });
    });

    test("can be shared with a group, whatever the umask", async () => {
        await inTemporaryDirectory(async (directory) => {
            process.umask(0o077);
            expect(await modesWhileInUse(directory, { fileMode: 0o660 })).toEqual(allOf("660"));
        });
    });

    test("keep the mode that they have", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            writeFileSync(path, "");
            chmodSync(path, 0o640);
            expect(await modesWhileInUse(directory)).toEqual(allOf("640"));
        });
    });

    test("are there with their mode before anything is in them", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            const seen: unknown[] = [];
            const driver = (name: string): InstanceType<typeof Libsql> => {
                seen.push(modesIn(directory));
                return new Libsql(name);
            };
            const store = SqlitePersistence.open(path, { driver });
            await store.open();
            await store.close();
            expect(seen).toEqual([{ "identities.db": "600" }]);
        });
    });

    test("can be read by nobody else where the path is a link to what is not there yet", async () => {
        await inTemporaryDirectory(async (directory) => {
            symlinkSync("real.db", join(directory, "identities.db"));
            const store = SqlitePersistence.open(join(directory, "identities.db"));
            await store.open();
            expect(modeOf(join(directory, "real.db"))).toBe("600");
            await store.close();
        });
    });

    test.each([0o060, 0o400, 0o1600, 6.5, "600", null])("refuse the mode %p", (mode) => {
        const open = (): unknown => SqlitePersistence.open("never.db", { fileMode: mode as number });
        expect(open).toThrow(typeof mode === "number" ? RangeError : TypeError);
        expect(open).toThrow("fileMode");
        expect(existsSync("never.db")).toBe(false);
    });
});
