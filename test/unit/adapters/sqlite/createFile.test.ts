import fs, { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFile } from "../../../../src/adapters/sqlite/createFile";
import { inTemporaryDirectory } from "../../../support/temporaryDirectory";

describe(createFile.name, () => {
    test("gives the file that a link names the mode, not the link", async () => {
        await inTemporaryDirectory(async (directory) => {
            const [link, file] = [join(directory, "link.db"), join(directory, "identities.db")];
            symlinkSync("identities.db", link);
            createFile(link, 0o640);
            expect(statSync(file).mode & 0o777).toBe(0o640);
        });
    });

    test("leaves it to SQLite to say why a file cannot be made", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "no folder", "identities.db");
            expect(() => createFile(path, 0o600)).not.toThrow();
            expect(existsSync(path)).toBe(false);
        });
    });

    test("leaves a file alone that another process has made a moment before", async () => {
        await inTemporaryDirectory(async (directory) => {
            const path = join(directory, "identities.db");
            writeFileSync(path, "of another", { mode: 0o644 });
            jest.spyOn(fs, "statSync").mockReturnValueOnce(undefined);
            createFile(path, 0o600);
            expect(readFileSync(path, "utf8")).toBe("of another");
            expect(statSync(path).mode & 0o777).toBe(0o644);
        });
    });
});
