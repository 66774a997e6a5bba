import { type FileSystem, LokiJsFileStorage } from "../../../../src/adapters/docdb";
import { unhandledRejections } from "../../../support/unhandledRejections";

/** A file system in memory that remembers what was done to it; opening what `refuses` names fails with its code. */
function fileSystem(refuses: Record<string, string> = {}): { steps: string[]; system: FileSystem } {
    const steps: string[] = [];
    const system: FileSystem = {
        readFile: async () => "{}",
        rename: async (from, to) => void steps.push(`rename ${from} ${to}`),
        unlink: async (path) => void steps.push(`unlink ${path}`),
        open: async (path, flags) => {
            steps.push(`open ${path} ${flags}`);
            if (refuses[path] !== undefined) throw Object.assign(new Error("refused"), { code: refuses[path] });
            return {
                writeFile: async () => undefined,
                sync: async () => void steps.push(`sync ${path}`),
                close: async () => void steps.push(`close ${path}`)
            };
        }
    };
    return { steps, system };
}

function saved(system: FileSystem, filename: string): Promise<unknown> {
    return new Promise((resolve) => new LokiJsFileStorage(system).saveDatabase(filename, "{}", resolve));
}

describe(LokiJsFileStorage.name, () => {
    test.each([
        ["host.db", "."],
        ["data/host.db", "data/"],
        ["C:\\data\\host.db", "C:\\data\\"]
    ])("syncs the folder of %s, so that the rename is on the disk too: %s", async (filename, folder) => {
        const { steps, system } = fileSystem();
        expect(await saved(system, filename)).toBeUndefined();
        expect(steps).toStrictEqual([
            `open ${filename}~ w`,
            `sync ${filename}~`,
            `close ${filename}~`,
            `rename ${filename}~ ${filename}`,
            `open ${folder} r`,
            `sync ${folder}`,
            `close ${folder}`
        ]);
    });

    test.each(["EISDIR", "EPERM", "EACCES", "EINVAL"])(
        "is content where a folder cannot be synced on this system: %s",
        async (code) => {
            const { steps, system } = fileSystem({ "data/": code });
            expect(await saved(system, "data/host.db")).toBeUndefined();
            expect(steps).toContain("rename data/host.db~ data/host.db");
        }
    );

    test("says that it has not saved where syncing the folder fails", async () => {
        const { system } = fileSystem({ "data/": "EIO" });
        expect(await saved(system, "data/host.db")).toMatchObject({ code: "EIO" });
    });

    test("leaves the file as it is where the new text cannot be written", async () => {
        const { steps, system } = fileSystem({ "host.db~": "ENOSPC" });
        expect(await saved(system, "host.db")).toMatchObject({ code: "ENOSPC" });
        expect(steps).toStrictEqual(["open host.db~ w"]);
    });

    test("closes a file that it could not write", async () => {
        const { steps, system } = fileSystem();
        const full: FileSystem = {
            ...system,
            open: async (path, flags) => ({
                ...(await system.open(path, flags)),
                writeFile: () => Promise.reject(new Error("disk full"))
            })
        };
        expect(await saved(full, "host.db")).toMatchObject({ message: "disk full" });
        expect(steps).toStrictEqual(["open host.db~ w", "close host.db~"]);
    });

    test("saves one after the other, in the order of the calls", async () => {
        const { steps, system } = fileSystem();
        const storage = new LokiJsFileStorage(system);
        const save = (name: string): Promise<unknown> =>
            new Promise((resolve) => storage.saveDatabase(name, "{}", resolve));
        await Promise.all([save("one.db"), save("two.db")]);
        const ofOneSave = steps.length / 2;
        expect(steps.slice(0, ofOneSave).join()).not.toContain("two.db");
        expect(steps.slice(ofOneSave).join()).not.toContain("one.db");
    });

    test("writes a file again that could not be read once it has been removed", async () => {
        const { steps, system } = fileSystem();
        const storage = new LokiJsFileStorage({ ...system, readFile: async () => "not JSON" });
        const save = (): Promise<unknown> => new Promise((resolve) => storage.saveDatabase("host.db", "{}", resolve));
        const found = await new Promise((resolve) => storage.loadDatabase("host.db", resolve));
        expect(found).toBeInstanceOf(SyntaxError);
        expect(await save()).toMatchObject({ cause: found });
        expect(steps).toStrictEqual([]);

        await new Promise((resolve) => storage.deleteDatabase("host.db", resolve));
        expect(await save()).toBeUndefined();
        expect(steps[0]).toBe("unlink host.db");
    });

    test("goes on after a callback that throws, as LokiJS's own does without throttled saves", async () => {
        const refuses: Record<string, string> = { "host.db~": "ENOSPC" };
        const { system } = fileSystem(refuses);
        const storage = new LokiJsFileStorage({ ...system, readFile: async () => '{"collections":[]}' });
        const unhandled = await unhandledRejections(async () => {
            const throwIt = (error: unknown): void => {
                throw error;
            };
            storage.saveDatabase("host.db", "{}", throwIt);
            storage.loadDatabase("host.db", throwIt);
            storage.deleteDatabase("host.db", throwIt);
            const save = (): Promise<unknown> =>
                new Promise((resolve) => storage.saveDatabase("host.db", "{}", resolve));
            expect(await save()).toMatchObject({ code: "ENOSPC" });
            delete refuses["host.db~"];
            expect(await save()).toBeUndefined();
        });
        expect(unhandled).toStrictEqual([]);
    });
});
