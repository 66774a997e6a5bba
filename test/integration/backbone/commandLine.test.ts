import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BackboneServer } from "../../../src/testing/backbone";
import { BackboneWorld, credentialsOf } from "../../support/backbone/BackboneWorld";
import { alice } from "../../support/fixtures";
import { runCli, temporaryFolder } from "../../unit/cli/runCli";

const folder = temporaryFolder();

describe("The command line with --backbone", () => {
    let world: BackboneWorld;
    let server: BackboneServer;
    const { username, password } = credentialsOf(alice.deviceId);
    const secrets = { clientId: "test", clientSecret: "test", username, password };

    beforeEach(async () => {
        world = new BackboneWorld();
        server = await BackboneServer.start(world.backbone);
    });
    afterEach(async () => await server.stop());

    const run = (words: string[], variables: Record<string, string> = {}) => {
        const given = ["--database", join(folder, "cli.db"), "--identity", alice.address, "--device", alice.deviceId];
        return runCli([...words, ...given, "--backbone", server.url, "--json"], { variables, clock: world.clock });
    };

    test("initiates, shows and cancels there, with credentials from a file", async () => {
        const file = join(folder, "credentials.json");
        writeFileSync(file, JSON.stringify(secrets));
        const withFile = { IDENTITY_DELETION_CREDENTIALS: file };
        expect((await run(["identityDeletion", "init", "--yes"], withFile)).exitCode).toBe(0);
        expect(world.open).toHaveLength(1);
        const status = await run(["identity", "status"], withFile);
        expect(JSON.parse(status.stdout)).toMatchObject({ ok: true, value: { id: world.open[0].id } });
        expect((await run(["identityDeletion", "cancel"], withFile)).exitCode).toBe(0);
        expect(world.open).toEqual([]);
    });

    test("takes credentials from the environment, and says which are missing and nothing of the others", async () => {
        const variables = {
            IDENTITY_DELETION_CLIENT_ID: "test",
            IDENTITY_DELETION_CLIENT_SECRET: "test",
            IDENTITY_DELETION_USERNAME: username
        };
        const missing = await run(["identityDeletion", "list"], variables);
        expect(missing.exitCode).toBe(2);
        expect(missing.stdout).toContain("IDENTITY_DELETION_PASSWORD");
        expect(missing.stdout).not.toContain(username);
        const wrong = await run(["identityDeletion", "cancel"], { ...variables, IDENTITY_DELETION_PASSWORD: "wrong" });
        expect(wrong.exitCode).toBe(3);
        expect(wrong.stdout).toContain("invalidCredentials");
        const right = await run(["identityDeletion", "cancel"], { ...variables, IDENTITY_DELETION_PASSWORD: password });
        expect(right.stdout).toContain("noActiveIdentityDeletionProcess");
    });

    test("says that the Backbone cannot be reached, and shows the local copy all the same", async () => {
        const variables = {
            IDENTITY_DELETION_CLIENT_ID: "test",
            IDENTITY_DELETION_CLIENT_SECRET: "test",
            IDENTITY_DELETION_USERNAME: username,
            IDENTITY_DELETION_PASSWORD: password
        };
        world.backbone.chooseFault = () => "forbid";
        const { exitCode, stderr } = await run(["identityDeletion", "list"], variables);
        expect(exitCode).toBe(0);
        expect(stderr).toContain("warning: ");
    });

    test.each(["ftp://example.org", "http://example.org", "nowhere"])("refuses the address %s", async (url) => {
        const file = join(folder, "credentials.json");
        writeFileSync(file, JSON.stringify(secrets));
        const words = ["identityDeletion", "init", "--yes", "--database", join(folder, "new.db"), "--backbone", url];
        const person = ["--identity", alice.address, "--device", alice.deviceId, "--credentials", file];
        const { exitCode, stderr } = await runCli([...words, ...person]);
        expect(exitCode).toBe(2);
        expect(stderr).toContain("--backbone: ");
        expect(stderr).not.toContain(password);
        expect(existsSync(join(folder, "new.db"))).toBe(false);
    });
});
