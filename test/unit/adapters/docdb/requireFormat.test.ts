import type { DocumentDatabase } from "../../../../src/adapters/docdb";
import { requireFormat } from "../../../../src/adapters/docdb/requireFormat";

/** A database whose map holds `version`; setting it does `set`. */
function databaseWith(version: unknown, set: (map: { version: unknown }) => void): DocumentDatabase {
    const map = { version };
    return {
        getCollection: () => Promise.reject(new Error("is not asked for here")),
        getMap: async (name) => {
            expect(name).toBe("ProcessesFormat");
            return { get: async () => map.version, set: async () => set(map) };
        }
    };
}

const failure = new Error("E11000 duplicate key");
const fails = (): void => {
    throw failure;
};

describe(requireFormat.name, () => {
    test.each([null, undefined])("notes the format in a store that says none (%p)", async (none) => {
        let noted = false;
        await requireFormat(
            databaseWith(none, () => (noted = true)),
            "Processes"
        );
        expect(noted).toBe(true);
    });

    test("writes nothing into a store that is of this format", async () => {
        await expect(requireFormat(databaseWith(2, fails), "Processes")).resolves.toBeUndefined();
    });

    test("raises the format of release 0.1.0, so that it opens the store no more", async () => {
        let noted = false;
        await requireFormat(
            databaseWith(1, () => (noted = true)),
            "Processes"
        );
        expect(noted).toBe(true);
    });

    test("goes on where another process raises it at the same moment", async () => {
        const database = databaseWith(1, (map) => {
            map.version = 2;
            throw failure;
        });
        await expect(requireFormat(database, "Processes")).resolves.toBeUndefined();
        await expect(requireFormat(databaseWith(1, fails), "Processes")).rejects.toBe(failure);
    });

    test("takes it where another process notes it at the same moment", async () => {
        const database = databaseWith(undefined, (map) => {
            map.version = 2;
            throw failure;
        });
        await expect(requireFormat(database, "Processes")).resolves.toBeUndefined();
    });

    test("refuses the format that a newer release notes at the same moment", async () => {
        const database = databaseWith(undefined, (map) => {
            map.version = 3;
            throw failure;
        });
        await expect(requireFormat(database, "Processes")).rejects.toMatchObject({ kind: "newerVersion" });
    });

    test.each([null, undefined])("passes on why it cannot be noted, where nobody has (%p)", async (none) => {
        await expect(requireFormat(databaseWith(none, fails), "Processes")).rejects.toBe(failure);
    });
});
