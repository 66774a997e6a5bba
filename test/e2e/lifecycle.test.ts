import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { alice, bob } from "../support/fixtures";

// Each call is a process of its own, and a busy machine may take seconds to start a few of them at once.
jest.setTimeout(60_000);

const main = resolve(__dirname, "../../dist/cli/main.js");
let root: string;

beforeAll(() => (root = realpathSync(mkdtempSync(join(tmpdir(), "identity-deletion-lifecycle-")))));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Finished {
    readonly exitCode: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** A folder with a file of deleters; each of them appends its name to `journal`. */
class Host {
    public readonly folder = mkdtempSync(join(root, "host-"));

    public constructor(name: string, code: string) {
        writeFileSync(join(this.folder, name), code);
        const settings = { database: "identities.db", pseudonymKeyFile: "identities.key", deleters: name };
        writeFileSync(join(this.folder, "identity-deletion.config.json"), JSON.stringify(settings));
    }

    public get journal(): string[] {
        const file = join(this.folder, "journal");
        return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
    }

    public start(line: string): ChildProcess {
        const env = { PATH: process.env.PATH, IDENTITY_DELETION_CONFIG: "identity-deletion.config.json" };
        return spawn(process.execPath, [main, ...line.split(" ")], { cwd: this.folder, env });
    }

    public async call(line: string): Promise<Finished> {
        return await finished(this.start(line));
    }

    /** A process whose grace period is over by the time that anyone looks. */
    public async initiate({ address, deviceId } = alice): Promise<void> {
        const line = `identityDeletion init --yes --grace-period-days 0.00000001 --identity ${address} --device ${deviceId}`;
        expect(await this.call(line)).toMatchObject({ exitCode: 0 });
    }

    public async statusOf({ address } = alice): Promise<string> {
        const { stdout } = await this.call(`identity status --json --identity ${address}`);
        return (JSON.parse(stdout) as { value: { status: string } }).value.status;
    }
}

async function finished(child: ChildProcess): Promise<Finished> {
    const written = { stdout: "", stderr: "" };
    child.stdout!.on("data", (chunk: Buffer) => (written.stdout += chunk.toString()));
    child.stderr!.on("data", (chunk: Buffer) => (written.stderr += chunk.toString()));
    return await new Promise((done, failed) => {
        child.once("error", failed);
        child.once("close", (exitCode, signal) => done({ exitCode, signal, ...written }));
    });
}

async function says(child: ChildProcess, text: string): Promise<void> {
    let written = "";
    await new Promise<void>((done, failed) => {
        child.stderr!.on("data", (chunk: Buffer) => {
            written += chunk.toString();
            if (written.includes(text)) done();
        });
        child.once("close", () => failed(new Error(`It ended before it said "${text}": ${written}`)));
    });
}

const journal =
    'import { appendFileSync } from "node:fs";\nconst write = (name) => appendFileSync("journal", `${name}\\n`);\n';

const esModule = `${journal}
await Promise.resolve();
export const notifier = {
    async remind() {},
    async notifyOfDeletion({ idempotencyKey }) { write(idempotencyKey.split(":")[1]); }
};
export const deleters = [
    { name: "files", dependsOn: ["rows"], async deleteIdentityData(address) { write("files of " + address); } },
    { name: "rows", async deleteIdentityData(address) { write("rows of " + address); } }
];`;

const commonJs = `
const { appendFileSync } = require("node:fs");
module.exports = {
    notifier: "none",
    deleters: [{ name: "files", async deleteIdentityData() { appendFileSync("journal", "files\\n"); } }]
};`;

/** The first deleter ends a little after the signal, which it hears itself. */
const heedful = `${journal}
export const notifier = "none";
export const deleters = [
    {
        name: "first",
        async deleteIdentityData() {
            const stopped = new Promise((resolve) => process.once("SIGTERM", () => setTimeout(resolve, 300)));
            process.stderr.write("first is running\\n");
            await stopped;
            write("first");
        }
    },
    { name: "second", dependsOn: ["first"], async deleteIdentityData() { write("second"); } }
];`;

/** It never ends, and keeps its process alive. */
const deaf = `
export const notifier = "none";
export const deleters = [{
    name: "deaf",
    async deleteIdentityData() {
        setInterval(() => {}, 1000);
        process.stderr.write("it is running\\n");
        await new Promise(() => {});
    }
}];`;

describe("identity-deletion lifecycle", () => {
    test("deletes by an ES module, in the order of dependencies, tells the person, and leaves a tombstone", async () => {
        const host = new Host("deleters.mjs", esModule);
        await host.initiate();
        const run = await host.call("lifecycle run --once --json");
        expect(run).toMatchObject({ exitCode: 0 });
        expect(JSON.parse(run.stdout)).toMatchObject({ ok: true, value: { deleted: 1, failed: 0 } });
        expect(host.journal).toStrictEqual([`rows of ${alice.address}`, `files of ${alice.address}`, "deleted"]);
        await expect(host.statusOf()).resolves.toBe("Deleted");
        expect(readFileSync(join(host.folder, "identities.db")).includes(alice.address)).toBe(false);
    });

    test("deletes by a CommonJS module, once, with two that run at the same time", async () => {
        const host = new Host("deleters.cjs", commonJs);
        await host.initiate(alice);
        await host.initiate(bob);
        const runs = await Promise.all([host.call("lifecycle run --once"), host.call("lifecycle run --once")]);
        expect(runs.map(({ exitCode }) => exitCode)).toStrictEqual([0, 0]);
        expect(host.journal).toStrictEqual(["files", "files"]);
        await expect(host.statusOf(bob)).resolves.toBe("Deleted");
        const status = await host.call("lifecycle status");
        expect(status.stdout).toBe(
            "Due                0\nRunning            0\nTried again later  0\nFailed             0\n"
        );
    });

    test("on SIGTERM ends the deleter that is running, begins no other, and exits with 0", async () => {
        const host = new Host("deleters.mjs", heedful);
        await host.initiate();
        const child = host.start("lifecycle run");
        const ending = finished(child);
        await says(child, "first is running");
        child.kill("SIGTERM");
        expect(await ending).toMatchObject({
            exitCode: 0,
            stdout: expect.stringContaining("The lifecycle was stopped.")
        });
        expect(host.journal).toStrictEqual(["first"]);

        expect(await host.call("lifecycle run --once")).toMatchObject({ exitCode: 0 });
        expect(host.journal).toStrictEqual(["first", "second"]);
        await expect(host.statusOf()).resolves.toBe("Deleted");
    });

    test("gives up a deleter that does not end, and exits all the same; its lease goes on", async () => {
        const host = new Host("deleters.mjs", deaf);
        await host.initiate();
        const child = host.start("lifecycle run --stop-within 1");
        const ending = finished(child);
        await says(child, "it is running");
        child.kill("SIGINT");
        expect(await ending).toMatchObject({ exitCode: 0, signal: null });
        const { stdout } = await host.call("lifecycle status --json");
        expect(JSON.parse(stdout)).toMatchObject({ value: { due: 0, running: 1, failed: 0 } });
    });

    test("ends at once at the second signal", async () => {
        const host = new Host("deleters.mjs", deaf);
        await host.initiate();
        const child = host.start("lifecycle run --stop-within 1000");
        const ending = finished(child);
        await says(child, "it is running");
        const stopping = says(child, "Stopping: ");
        child.kill("SIGTERM");
        await stopping;
        child.kill("SIGINT");
        expect((await ending).exitCode).toBe(130);
    });

    test("ends without a word of what was said where an error is caught by nobody", async () => {
        const code = `
export const notifier = "none";
export const deleters = [{
    name: "careless",
    async deleteIdentityData(address) {
        void Promise.reject(new TypeError("nothing of " + address + "\\n    at " + address + ":1:1"));
        await new Promise(() => {});
    }
}];`;
        const host = new Host("deleters.mjs", code);
        await host.initiate();
        const run = await host.call("lifecycle run --once");
        expect(run).toMatchObject({ exitCode: 1, stdout: "" });
        expect(run.stderr).toMatch(/error: An error that nothing caught has ended the program: TypeError\./);
        expect(run.stderr).toMatch(/deleters\.mjs:6:\d+/);
        expect(run.stderr).not.toContain(alice.address);
    });

    test("does what is due also where nobody reads its log any more", async () => {
        const host = new Host("deleters.mjs", esModule);
        await host.initiate();
        const child = host.start("lifecycle run --once");
        child.stderr!.destroy();
        expect(await finished(child)).toMatchObject({ exitCode: 0 });
        expect(host.journal).toStrictEqual([`rows of ${alice.address}`, `files of ${alice.address}`, "deleted"]);
        await expect(host.statusOf()).resolves.toBe("Deleted");
    });

    test.each([
        ["is not JavaScript", "deleters.mjs", "export const deleters = [\n", /cannot be loaded: SyntaxError: /],
        ["throws", "deleters.cjs", 'throw new Error("no database");', /Error: no database/],
        [
            "asks for what is not there",
            "deleters.mjs",
            'import "nowhere-at-all";',
            /nowhere-at-all[^]*next: {2}install/
        ],
        // Newer lines of Node read it, and it has no deleters.
        [
            "is TypeScript",
            "deleters.ts",
            "export const notifier: string = 'none';",
            /next: {2}name a JavaScript file|exports no deleters/
        ],
        ["has no deleters", "deleters.mjs", 'export default { notifier: "none" };', /exports no deleters/]
    ])("answers a file that %s with exit code 2", async (_, name, code, message) => {
        const host = new Host(name, code);
        const run = await host.call("lifecycle run --database none.db");
        expect(run).toMatchObject({ exitCode: 2, stdout: "" });
        expect(run.stderr).toMatch(message);
        expect(run.stderr).toContain(join(host.folder, name));
    });
});
