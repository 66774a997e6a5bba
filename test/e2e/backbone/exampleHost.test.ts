import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { BackboneServer } from "../../../src/testing/backbone";
import { BackboneWorld, credentialsOf } from "../../support/backbone/BackboneWorld";
import { alice } from "../../support/fixtures";

const program = join(__dirname, "../../../examples/host/main.mjs");

/** What nobody may read on the host's screen. */
const secret = /very secret|USRalices|token-/;

describe("The example host with --backbone", () => {
    const folder = mkdtempSync(join(tmpdir(), "example-host-"));
    const { username, password } = credentialsOf(alice.deviceId);
    const secrets = { clientId: "test", clientSecret: "test", username, password };
    const person = { IDENTITY_DELETION_IDENTITY: alice.address, IDENTITY_DELETION_DEVICE: alice.deviceId };
    let world: BackboneWorld;
    let server: BackboneServer;

    beforeEach(async () => {
        world = new BackboneWorld();
        // The host is a process of its own, and lives by the real time.
        world.clock.set(new Date().toISOString());
        server = await BackboneServer.start(world.backbone);
    });
    afterEach(async () => await server.stop());
    afterAll(() => rmSync(folder, { recursive: true }));

    async function run(variables: Record<string, string>): Promise<{ code: number; said: string }> {
        const env = { PATH: process.env.PATH, ...person, ...variables };
        const running = promisify(execFile)(process.execPath, [program, "--backbone", server.url], { env });
        const { code, stdout, stderr } = await running.then(
            (output) => ({ code: 0, ...output }),
            (error: unknown) => error as { code: number; stdout: string; stderr: string }
        );
        return { code, said: stdout + stderr };
    }

    test("asks first, initiates and cancels, with credentials from the environment", async () => {
        const { code, said } = await run({
            IDENTITY_DELETION_CLIENT_ID: "test",
            IDENTITY_DELETION_CLIENT_SECRET: "test",
            IDENTITY_DELETION_USERNAME: username,
            IDENTITY_DELETION_PASSWORD: password
        });
        expect(said).toMatch(/They initiate +Active until/);
        expect(said).toMatch(/They cancel +Cancelled on/);
        expect(said).not.toMatch(secret);
        expect(code).toBe(0);
        // The second list is why the second initiate is refused: another device might have cancelled.
        const asked = world.backbone.log.map(({ kind }) => kind);
        expect(asked).toEqual(["token", "list", "initiate", "list", "cancel"]);
        expect(world.open).toEqual([]);
    });

    test("leaves a process alone that another device has initiated, with credentials from a file", async () => {
        const { processes } = await world.device(alice);
        const { id } = (await processes.initiateIdentityDeletionProcess()).value;
        const file = join(folder, "credentials.json");
        writeFileSync(file, JSON.stringify(secrets));
        const { code, said } = await run({ IDENTITY_DELETION_CREDENTIALS: file });
        expect(said).toMatch(/There is one, which stays +Active until/);
        expect(code).toBe(0);
        expect(world.open.map((process) => process.id)).toEqual([id]);
    });

    test.each([["--backbone"], ["--help"]])(
        "says how it is called where it is called by %s alone",
        async (argument) => {
            const running = promisify(execFile)(process.execPath, [program, argument], { cwd: folder });
            await expect(running).rejects.toMatchObject({
                code: 2,
                stdout: "",
                stderr: expect.stringContaining("usage: ")
            });
        }
    );

    test("says that the password is wrong, and that a variable is missing, and no secret", async () => {
        const file = join(folder, "wrong.json");
        writeFileSync(file, JSON.stringify({ ...secrets, password: "very secret and wrong" }));
        const wrong = await run({ IDENTITY_DELETION_CREDENTIALS: file });
        expect(wrong.said).toContain("does not know this user name with this password");
        writeFileSync(file, '{"password": very secret}');
        const broken = await run({ IDENTITY_DELETION_CREDENTIALS: file });
        expect(broken.said).toContain("is not JSON");
        const missing = await run({ IDENTITY_DELETION_CLIENT_ID: "very secret" });
        expect(missing.said).toContain("IDENTITY_DELETION_CLIENT_SECRET");
        for (const { code, said } of [wrong, broken, missing]) {
            expect(said).not.toMatch(/^ +at /m);
            expect(code).toBe(1);
            expect(said).not.toMatch(secret);
        }
    });
});
