import { join } from "node:path";
import { IdentityDeletionModule } from "../../src";
import { requireReadable } from "../../src/ports/unreadableRecords";
import { PostgresPersistence } from "../../src/adapters/postgres";
import { codeBlocksOf } from "../support/documents/codeBlocks";
import { alice } from "../support/fixtures";
import { PostgresServer } from "../support/PostgresServer";
import { kindOfRejection } from "../support/rejections";

let server: PostgresServer;
const [createRoles, grants] = codeBlocksOf(join(__dirname, "../../docs/postgresql.md"), "docs/postgresql.md")
    .filter(({ language }) => language === "sql")
    .map(({ code }) => code);
const [migrationRole, workRole] = ["identity_deletion_migration", "identity_deletion_work"];

/** The SQL that the documentation tells operators to run, run. */
beforeAll(async () => {
    server = await PostgresServer.start();
    await server.query(createRoles);
    const migration = PostgresPersistence.open(server.config(migrationRole));
    await migration.open();
    await migration.close();
    await server.query(grants, migrationRole);
}, 30_000);

afterAll(async () => await server.remove(), 30_000);

describe("The documented roles of a PostgreSQL store", () => {
    test("let the role for work do all that the module does", async () => {
        const persistence = PostgresPersistence.open(server.config(workRole), { migrate: false });
        const module = await IdentityDeletionModule.create({ persistence });
        const processes = module.forIdentity(alice).identityDeletionProcesses;
        const { id } = (await processes.initiateIdentityDeletionProcess()).value;
        expect(await processes.getActiveIdentityDeletionProcess()).toBeSuccessful();
        expect(await processes.getIdentityDeletionProcess({ id })).toBeSuccessful();
        expect(await processes.cancelIdentityDeletionProcess()).toBeSuccessful();
        expect(await processes.getIdentityDeletionProcesses()).toBeSuccessful();

        const [record] = requireReadable(await persistence.list(alice.address));
        expect(await persistence.findDue("9999", 10)).toEqual([]);
        await persistence.delete(alice.address, record.key, record.revision);
        await module.close();
    });

    test("let the role for work open a store that is up to date, also where it may migrate", async () => {
        const persistence = PostgresPersistence.open(server.config(workRole));
        await persistence.open();
        await persistence.close();
    });

    test("let the role for work make no store of its own", async () => {
        const persistence = PostgresPersistence.open(server.config(workRole), { schema: "another" });
        expect(await kindOfRejection(persistence.open())).toBe("unavailable");
    });

    test.each([
        "DROP TABLE identity_deletion.records",
        "TRUNCATE identity_deletion.records",
        "ALTER TABLE identity_deletion.records DROP CONSTRAINT records_slot",
        "DROP INDEX identity_deletion.records_history",
        "CREATE TABLE identity_deletion.more (key text)",
        "INSERT INTO identity_deletion.migrations VALUES ('002', '')",
        "DELETE FROM identity_deletion.migrations",
        "SELECT FROM identity_deletion.migrations_lock",
        "DROP SCHEMA identity_deletion CASCADE"
    ])("do not let the role for work %s", async (statement) => {
        await expect(server.query(statement, workRole)).rejects.toMatchObject({ code: "42501" });
    });

    test("say so where a role lacks a right", async () => {
        await server.query("CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA identity_deletion TO reader");
        await server.query("GRANT SELECT ON identity_deletion.migrations, identity_deletion.records TO reader");
        const persistence = PostgresPersistence.open(server.config("reader"), { migrate: false });
        await persistence.open();
        await expect(persistence.delete(alice.address, "key", 1)).rejects.toMatchObject({
            kind: "unavailable",
            message: expect.stringContaining("does not let this role")
        });
        await persistence.close();
    });
});
