import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const root = resolve(__dirname, "../..");
const programOf = (name: string): string => join(root, "node_modules", name);

jest.setTimeout(120_000);

/** Of the contract, more than this are run on the memory store, and some are skipped. */
const minTests = 120;

const contract = `persistenceContract({ describe, test }, "InMemoryPersistence", {
    connections: "one",
    isDurable: false,
    createDatabase: async () => ({ connect: () => new InMemoryPersistence(), remove: async () => undefined })
});`;

const asModules = `import { InMemoryPersistence } from "identity-deletion-process/memory";
import { persistenceContract } from "identity-deletion-process/testing";`;

/** The built kit, imported by the package's name as a host does it; in Chromium it is run by web/indexedDb.test.ts. */
describe("The contract kit on the memory store", () => {
    let folder: string;

    beforeEach(() => {
        mkdirSync(join(root, ".tmp"), { recursive: true });
        folder = mkdtempSync(join(root, ".tmp", "runners-"));
    });

    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    async function run(file: string, program: string, args: string[]): Promise<string> {
        writeFileSync(join(folder, file), program);
        const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined };
        const { stdout, stderr } = await execute(process.execPath, args, { cwd: folder, env });
        return stdout + stderr;
    }

    test("runs under node:test, names what it skips, and takes less than ten seconds of a processor", async () => {
        const program = `import { after, describe, test } from "node:test";
${asModules}
after(() => console.log("processor time: " + process.cpuUsage().user / 1e6));
${contract}`;

        const output = await run("kit.test.mjs", program, ["--test", "--test-reporter=tap", "kit.test.mjs"]);

        expect(output).toMatch(/^# fail 0$/m);
        expect(Number(/^# pass (\d+)$/m.exec(output)?.[1])).toBeGreaterThan(minTests);
        expect(Number(/^# skipped (\d+)$/m.exec(output)?.[1])).toBeGreaterThan(10);
        expect(output).toMatch("keeps what was inserted (skipped: the subject says isDurable: false)");
        expect(Number(/processor time: ([\d.]+)/.exec(output)?.[1])).toBeLessThan(10);
    });

    test("runs under jest", async () => {
        const program = `const { InMemoryPersistence } = require("identity-deletion-process/memory");
const { persistenceContract } = require("identity-deletion-process/testing");
${contract}`;
        const config = JSON.stringify({ rootDir: folder, testMatch: ["**/kit.test.cjs"] });

        const output = await run("kit.test.cjs", program, [programOf("jest/bin/jest.js"), "--config", config]);

        expectCounts(/Tests:\s+(\d+) skipped, (\d+) passed/.exec(output));
    });

    test("runs under vitest", async () => {
        const program = `import { describe, test } from "vitest";
${asModules}
${contract}`;

        const args = [programOf("vitest/vitest.mjs"), "run", "--root", folder];
        const output = await run("kit.test.mjs", program, args);

        const [all, passed, skipped] = /Tests\s+(\d+) passed \| (\d+) skipped/.exec(output) ?? [];
        expectCounts([all, skipped, passed]);
    });

    /** The second is how many were skipped, the third how many passed; there is none where one failed. */
    function expectCounts(counts: readonly (string | undefined)[] | null): void {
        expect(counts?.[0]).toBeDefined();
        expect(Number(counts?.[1])).toBeGreaterThan(10);
        expect(Number(counts?.[2])).toBeGreaterThan(minTests);
    }
});
