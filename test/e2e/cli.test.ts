import { spawn } from "node:child_process";
import { once } from "node:events";
import {
    copyFileSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    realpathSync,
    rmSync,
    symlinkSync,
    writeFileSync
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { ErrorCode, type IdentityDeletionProcessDTO } from "../../src";
import { alice, alicesTablet, bob } from "../support/fixtures";

// Each call is a process of its own, and a busy machine may take seconds to start a few of them at once.
jest.setTimeout(60_000);

const repository = resolve(__dirname, "..", "..");
const identityOfAlice = { IDENTITY_DELETION_IDENTITY: alice.address };
let root: string;
let main: string;

/** Compiles the sources once, file by file, into a folder laid out as the built package is. */
beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "identity-deletion-e2e-")));
    const sources = join(repository, "src");
    const files = readdirSync(sources, { recursive: true, encoding: "utf8" });
    buildSync({
        entryPoints: files
            .filter((file) => /\.(ts|js)$/.test(file) && !file.endsWith(".d.ts"))
            .map((file) => join(sources, file)),
        outbase: sources,
        outdir: join(root, "dist"),
        format: "cjs",
        platform: "node",
        target: "node20"
    });
    copyFileSync(join(repository, "package.json"), join(root, "package.json"));
    symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
    main = join(root, "dist", "cli", "main.js");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Finished {
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

interface Start {
    readonly folder?: string;
    readonly variables?: NodeJS.ProcessEnv;
    /** Typed when the output first contains `after`. */
    readonly types?: { readonly after: string; readonly text: string };
    /** Whoever reads the standard output has gone before anything is written. */
    readonly readerIsGone?: boolean;
}

async function start(command: string, argv: readonly string[], { folder, variables, types, readerIsGone }: Start = {}) {
    const child = spawn(command, argv, {
        cwd: folder ?? root,
        env: { PATH: process.env.PATH, TZ: "Europe/Berlin", ...variables }
    });
    const written = { stdout: "", stderr: "" };
    let hasTyped = types === undefined;
    child.stdout.on("data", (chunk: Buffer) => {
        written.stdout += chunk.toString();
        if (hasTyped || !written.stdout.includes(types!.after)) return;
        hasTyped = true;
        child.stdin.write(types!.text);
    });
    child.stderr.on("data", (chunk: Buffer) => (written.stderr += chunk.toString()));
    if (readerIsGone) child.stdout.destroy();
    if (types === undefined) child.stdin.end();
    return await new Promise<Finished>((done, failed) => {
        child.once("error", failed);
        child.once("close", (exitCode) => done({ exitCode, ...written }));
    });
}

async function cli(argv: readonly string[], options: Start = {}): Promise<Finished> {
    return await start(process.execPath, [main, ...argv], options);
}

/** The program at a real terminal, which util-linux's `script` makes. Its output and its errors come together. */
async function cliAtTerminal(argv: readonly string[], text: string, options: Start): Promise<Finished> {
    const line = [process.execPath, main, ...argv].join(" ");
    const types = { after: "as it is: ", text };
    return await start("script", ["-qefc", line, "/dev/null"], { ...options, types });
}

function emptyFolder(): string {
    return mkdtempSync(join(root, "folder-"));
}

function settingsFor(folder: string, { address, deviceId } = alice): NodeJS.ProcessEnv {
    return {
        IDENTITY_DELETION_DATABASE: join(folder, "identities.db"),
        IDENTITY_DELETION_IDENTITY: address,
        IDENTITY_DELETION_DEVICE: deviceId
    };
}

function valueOf({ stdout }: Finished): IdentityDeletionProcessDTO | null {
    return (JSON.parse(stdout) as { value: IdentityDeletionProcessDTO | null }).value;
}

describe("identity-deletion", () => {
    test("initiates, refuses a second time, shows, cancels and lists, for two Identities in one file", async () => {
        const folder = emptyFolder();
        const ofAlice = { variables: settingsFor(folder) };
        const ofBob = { variables: settingsFor(folder, bob) };

        const initiated = await cli(["identityDeletion", "init", "--grace-period-days", "30", "--yes"], ofAlice);
        expect(initiated).toMatchObject({ exitCode: 0 });
        expect(initiated.stdout).toMatch(/Grace period {2}ends \d+ \w{3} \d{4}, \d\d:\d\d CES?T, in 30 days\n/);

        const [second, status, bobs] = await Promise.all([
            cli(["identityDeletion", "init", "--yes"], ofAlice),
            cli(["identity", "status", "--json"], ofAlice),
            cli(["identity", "status"], ofBob)
        ]);
        expect(second).toMatchObject({ exitCode: 3, stdout: "" });
        expect(second.stderr).toContain(ErrorCode.activeIdentityDeletionProcessAlreadyExists);
        expect(second.stderr).toContain("run `identity-deletion identityDeletion cancel`");
        expect(valueOf(status)).toMatchObject({ status: "Active", createdByDevice: alice.deviceId });
        expect(bobs).toMatchObject({ exitCode: 0, stderr: "" });
        expect(bobs.stdout).toBe(`No IdentityDeletionProcess is active for ${bob.address}.\n`);

        const ofTablet = { variables: settingsFor(folder, alicesTablet) };
        const cancelled = valueOf(await cli(["identityDeletion", "cancel", "--json"], ofTablet));
        expect(cancelled).toMatchObject({ status: "Cancelled", cancelledByDevice: alicesTablet.deviceId });

        const [again, list, bobsList] = await Promise.all([
            cli(["identityDeletion", "cancel", "--json"], ofAlice),
            cli(["identityDeletion", "list", "--json"], ofAlice),
            cli(["identityDeletion", "list", "--json"], ofBob)
        ]);
        expect(again.exitCode).toBe(3);
        expect(JSON.parse(again.stdout)).toMatchObject({
            ok: false,
            error: { code: ErrorCode.noActiveIdentityDeletionProcess }
        });
        expect(JSON.parse(list.stdout)).toStrictEqual({ ok: true, value: [cancelled] });
        expect(JSON.parse(bobsList.stdout)).toStrictEqual({ ok: true, value: [] });
    });

    test("of concurrent calls for one Identity, initiates exactly once", async () => {
        const variables = settingsFor(emptyFolder());
        const calls = await Promise.all(
            [1, 2, 3, 4].map(async () => await cli(["identityDeletion", "init", "--yes"], { variables }))
        );
        expect(calls.map(({ exitCode }) => exitCode).sort()).toStrictEqual([0, 3, 3, 3]);
    });

    test("runs no deleters that a file in the folder names which nobody has named", async () => {
        const folder = emptyFolder();
        const planted = join(folder, "planted.js");
        writeFileSync(planted, `require("node:fs").writeFileSync(${JSON.stringify(`${planted}.ran`)}, "");`);
        writeFileSync(join(folder, "identity-deletion.config.json"), JSON.stringify({ deleters: "planted.js" }));
        const argv = ["lifecycle", "run", "--once", "--database", "identities.db", "--json"];
        const { exitCode, stdout } = await cli(argv, { folder });
        expect(exitCode).toBe(2);
        expect(JSON.parse(stdout)).toMatchObject({
            ok: false,
            error: { message: expect.stringContaining("deleters") }
        });
        expect(readdirSync(folder).sort()).toStrictEqual(["identity-deletion.config.json", "planted.js"]);
    });

    test("sends no secrets to a Backbone that a file in the folder names which nobody has named", async () => {
        const folder = emptyFolder();
        const requests: string[] = [];
        const server = createServer((request, response) => {
            requests.push(request.url ?? "");
            response.writeHead(404).end();
        }).listen(0, "127.0.0.1");
        await once(server, "listening");
        const backbone = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        writeFileSync(join(folder, "identity-deletion.config.json"), JSON.stringify({ backbone }));
        const variables = {
            IDENTITY_DELETION_CLIENT_ID: "client",
            IDENTITY_DELETION_CLIENT_SECRET: "secret",
            IDENTITY_DELETION_USERNAME: "USRalicesphone000001",
            IDENTITY_DELETION_PASSWORD: "password"
        };
        const argv = ["--database", "identities.db", "--identity", alice.address, "--device", alice.deviceId];
        const { exitCode } = await cli([...argv, "identityDeletion", "init", "--yes"], { folder, variables });
        server.close();
        expect(exitCode).toBe(2);
        expect(requests).toStrictEqual([]);
    });

    test("takes arguments before environment variables before the config file of the folder", async () => {
        const folder = emptyFolder();
        const config = { database: "data.db", identity: bob.address, device: bob.deviceId };
        writeFileSync(join(folder, "identity-deletion.config.json"), JSON.stringify(config));
        const variables = { IDENTITY_DELETION_DEVICE: alice.deviceId };
        const argv = ["--identity", alice.address, "identityDeletion", "init", "--yes", "--json"];
        expect(valueOf(await cli(argv, { folder, variables }))?.createdByDevice).toBe(alice.deviceId);
        expect(readdirSync(folder)).toContain("data.db");

        const [ofBob, ofAlice] = await Promise.all([
            cli(["identity", "status", "--json"], { folder }),
            cli(["identity", "status", "--json", "--identity", alice.address], { folder })
        ]);
        expect(valueOf(ofBob)).toBeNull();
        expect(valueOf(ofAlice)?.status).toBe("Active");
    });

    test("answers wrong usage with exit code 2 and an unknown command with a near one", async () => {
        const folder = emptyFolder();
        const [noTerminal, days, mistyped, config] = await Promise.all([
            cli(["identityDeletion", "init"], { variables: settingsFor(folder) }),
            cli(["identityDeletion", "init", "--yes", "--grace-period-days", "0"], { variables: settingsFor(folder) }),
            cli(["identityDeletion", "cancle"]),
            cli(["identity", "status", "--config", "none.json", "--json"], { folder })
        ]);
        expect([noTerminal, days, mistyped, config].map(({ exitCode }) => exitCode)).toStrictEqual([2, 2, 2, 2]);
        expect(noTerminal.stderr).toContain("--yes");
        expect(days.stderr).toContain("--grace-period-days must be above 0 and at most 365 days.");
        expect(mistyped.stderr).toContain("Did you mean cancel?");
        expect(JSON.parse(config.stdout)).toMatchObject({ ok: false, error: { code: "error.cli.usage" } });
        expect(readdirSync(folder)).toStrictEqual([]);
    });

    test("answers a database that is missing, damaged or a folder with exit code 4, and leaves it as it is", async () => {
        const folder = emptyFolder();
        writeFileSync(join(folder, "damaged.db"), "This is no database. ".repeat(300));
        mkdirSync(join(folder, "folder"));
        const [missing, damaged, directory] = await Promise.all(
            ["missing.db", "damaged.db", "folder"].map(
                async (database) =>
                    await cli(["identity", "status", "--database", database], { folder, variables: identityOfAlice })
            )
        );
        expect([missing, damaged, directory].map(({ exitCode }) => exitCode)).toStrictEqual([4, 4, 4]);
        expect(missing.stderr).toContain(`There is no database at ${join(folder, "missing.db")}.`);
        expect(damaged.stderr).toContain(ErrorCode.storeIsCorrupt);
        expect(damaged.stderr).toMatch(/^cause: .*damaged\.db/m);
        expect(directory.stderr).toContain("is a folder");
        expect(readdirSync(folder).sort()).toStrictEqual(["damaged.db", "folder"]);
    });

    test("answers an unforeseen failure with exit code 1 and its cause", async () => {
        const folder = emptyFolder();
        const line = `rmdir "$PWD" && exec "${process.execPath}" "${main}" identity status`;
        const { exitCode, stderr } = await start("/bin/sh", ["-c", line], { folder, variables: identityOfAlice });
        expect(exitCode).toBe(1);
        expect(stderr).toContain(`code:  ${ErrorCode.unknown}\ncause: Error (ENOENT): `);
    });

    test("goes on to its end when whoever reads the output has gone", async () => {
        const variables = settingsFor(emptyFolder());
        const unread = await cli(["identityDeletion", "init", "--yes"], { variables, readerIsGone: true });
        expect(unread).toMatchObject({ exitCode: 0 });
        expect(unread.stderr).not.toContain("error");
        expect(valueOf(await cli(["identity", "status", "--json"], { variables }))?.status).toBe("Active");
    });

    test("prints its help and its release", async () => {
        const [help, release] = await Promise.all([cli(["--help"]), cli(["--version"])]);
        expect(help).toMatchObject({ exitCode: 0, stderr: "" });
        expect(help.stdout).toContain("Exit codes:");
        expect(release.stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
    });
});

describe("identity-deletion at a terminal", () => {
    test("shows how far an export and an import are", async () => {
        const folder = emptyFolder();
        const variables = settingsFor(folder);
        await cli(["identityDeletion", "init", "--yes"], { variables });
        const database = ["database", "export", "--file", "records.jsonl"];
        const exported = await cliAtTerminal(database, "", { variables, folder });
        expect(exported).toMatchObject({ exitCode: 0 });
        expect(exported.stdout).toContain("Exporting: 1 records");

        const moved = { ...variables, IDENTITY_DELETION_DATABASE: join(folder, "moved.db") };
        const imported = await cliAtTerminal(["database", "import", "records.jsonl"], "", { variables: moved, folder });
        expect(imported).toMatchObject({ exitCode: 0 });
        expect(imported.stdout).toMatch(/verifying \[=+\] 100% \| 1 records/);
        expect(imported.stdout).toContain("Imported 1 record; already there: 0.");
    });

    test("asks, and takes yes for a yes", async () => {
        const variables = settingsFor(emptyFolder());
        const { exitCode, stdout } = await cliAtTerminal(["identityDeletion", "init"], "yes\r", { variables });
        expect(exitCode).toBe(0);
        expect(stdout).toContain(`Identity      ${alice.address}`);
        expect(stdout).toContain("The deletion of this Identity has been initiated.");
    });

    test.each([
        ["no", "no\r", 0, "Nothing was changed."],
        ["the end of the input", "\u0004", 0, "Nothing was changed."],
        ["Ctrl-C", "\u0003", 130, "Interrupted. Nothing was changed."]
    ])("asks, and changes nothing after %s", async (_, text, expected, message) => {
        const folder = emptyFolder();
        const { exitCode, stdout } = await cliAtTerminal(["identityDeletion", "init"], text, {
            variables: settingsFor(folder)
        });
        expect(exitCode).toBe(expected);
        expect(stdout).toContain(message);
        expect(readdirSync(folder)).toStrictEqual([]);
    });
});
