import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FixedClock } from "../../../src/testing";
import { BackboneServer, InMemoryBackbone } from "../../../src/testing/backbone";
import { runCli, type CliRun, temporaryFolder } from "./runCli";

const folder = temporaryFolder();
const credentials = join(folder, "credentials.json");
const secrets = { clientId: "host", clientSecret: "hush", username: "anna", password: "very secret" };

/** A command that would ask a Backbone where it had what it takes to log in. */
async function initiate(
    variables: Record<string, string> = {},
    url = "http://127.0.0.1:1",
    file = credentials
): Promise<CliRun> {
    const identity = ["--identity", "did:e:example.org:dids:anna", "--device", "DVCannasphone0000001"];
    const words = ["identityDeletion", "init", "--yes", "--database", join(folder, "cli.db"), "--backbone", url];
    return await runCli([...words, ...identity, "--credentials", file], { variables });
}

describe("The credentials file of the command line", () => {
    test.each([
        ["is not JSON", `{"password": "${secrets.password}"`, "it is not JSON"],
        ["is empty", "", "it is not JSON"],
        ["holds null", "null", "must hold one JSON object"],
        ["holds a text", `"${secrets.password}"`, "must hold one JSON object"],
        ["holds a number", "7", "must hold one JSON object"]
    ])("is refused where it %s, and nothing of it is shown", async (_, text, reason) => {
        writeFileSync(credentials, text);
        const { exitCode, stdout, stderr } = await initiate();
        expect(exitCode).toBe(2);
        expect(stderr).toContain(reason);
        expect(stderr + stdout).not.toContain(secrets.password);
    });

    test("is refused where it cannot be read, with the system's reason", async () => {
        const missing = join(folder, "missing.json");
        expect(await initiate({}, undefined, missing)).toMatchObject({
            exitCode: 2,
            stderr: expect.stringContaining("ENOENT") as string
        });
        mkdirSync(missing);
        expect((await initiate({}, undefined, missing)).stderr).toContain("EISDIR");
    });

    test.each(Object.keys(secrets) as (keyof typeof secrets)[])("is refused without %s", async (name) => {
        for (const value of [undefined, "", 7, null]) {
            writeFileSync(credentials, JSON.stringify({ ...secrets, [name]: value }));
            const { exitCode, stderr } = await initiate();
            expect(exitCode).toBe(2);
            expect(stderr).toContain(`no ${name}: set IDENTITY_DELETION_`);
            for (const secret of ["hush", "very secret"]) expect(stderr).not.toContain(secret);
        }
    });

    test("may begin with the mark that Windows editors set, and yields to the environment", async () => {
        writeFileSync(credentials, `\uFEFF${JSON.stringify({ ...secrets, password: "" })}`);
        const server = await BackboneServer.start(new InMemoryBackbone({ clock: new FixedClock() }));
        const { stderr } = await initiate({ IDENTITY_DELETION_PASSWORD: secrets.password }, server.url);
        await server.stop();
        // It had all it takes to ask; this Backbone only does not know this client.
        expect(stderr).toContain("invalidCredentials");
    });

    test.each(["http://backbone.example", "http://10.0.0.1", "http://localhost.example.org"])(
        "goes to no other machine unencrypted: %s",
        async (url) => {
            writeFileSync(credentials, JSON.stringify(secrets));
            const { exitCode, stderr } = await initiate({}, url);
            expect(exitCode).toBe(2);
            expect(stderr).toContain("--backbone: ");
            expect(stderr).not.toContain(secrets.password);
        }
    );
});

describe("identity status with a Backbone that cannot be reached", () => {
    const nobody = "http://127.0.0.1:1";

    test("does not say that none is active where it cannot know", async () => {
        writeFileSync(credentials, JSON.stringify(secrets));
        const database = join(folder, "status.db");
        const common = ["--database", database, "--identity", "did:e:example.org:dids:anna"];
        const device = ["--device", "DVCannasphone0000001"];
        expect(await runCli(["identityDeletion", "init", "--yes", ...common, ...device])).toMatchObject({
            exitCode: 0
        });
        expect(await runCli(["identityDeletion", "cancel", ...common, ...device])).toMatchObject({ exitCode: 0 });
        expect(await runCli(["identity", "status", ...common])).toMatchObject({ exitCode: 0 });

        const remote = ["--backbone", nobody, "--credentials", credentials, ...device];
        const { exitCode, stdout } = await runCli(["identity", "status", ...common, ...remote, "--json"]);
        expect(exitCode).toBe(4);
        expect(JSON.parse(stdout)).toMatchObject({ ok: false });
    }, 20_000);
});
