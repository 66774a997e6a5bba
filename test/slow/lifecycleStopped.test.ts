/** A worker that does not move for longer than its lease, as on a machine that sleeps, and then goes on as if nothing was. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { IdentityDeletionModule } from "../../src";
import { requireReadable } from "../../src/ports/unreadableRecords";
import { Lifecycle, type RunSummary } from "../../src/lifecycle";
import { ChildPrograms } from "../support/childPrograms";
import { openStore, pseudonymKey } from "../support/lifecycle/kill/KillWorld";
import { PostgresServer } from "../support/PostgresServer";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

const leaseInMs = 2_000;
const identity = { address: "did:e:example.org:dids:00000000000000005106ff", deviceId: "DVCstandsstill000001" };
const oneMillisecondInDays = 1 / 86_400_000;

describe(`${Lifecycle.name} whose worker does not move for longer than its lease`, () => {
    let programs: ChildPrograms;

    beforeAll(async () => {
        programs = await ChildPrograms.compile("lifecycle/stopped/stoppedWorker");
    });

    afterAll(async () => await programs.remove());

    test("has another complete the deletion, and refuses the late checkpoint (SQLite)", async () => {
        await inTemporaryDirectory(async (directory) => await outlive(join(directory, "identities.db")));
    }, 60_000);

    test("has another complete the deletion, and refuses the late checkpoint (PostgreSQL)", async () => {
        const server = await PostgresServer.start();
        try {
            await outlive(server.connectionString);
        } finally {
            await server.remove();
        }
    }, 60_000);

    async function outlive(store: string): Promise<void> {
        const begun: string[] = [];
        const deleter = (name: string, dependsOn: string[]) => ({
            name,
            dependsOn,
            deleteIdentityData: async (address: string) => void begun.push(`${name} of ${address}`)
        });
        const deleters = [deleter("files", []), deleter("rows", ["files"])];
        const configured = Lifecycle.configure({ deleters, notifier: "none", leaseInMs });
        const persistence = openStore(store);
        const module = await IdentityDeletionModule.create({ persistence, pseudonymKey, lifecycle: configured });
        const { lifecycle } = module;
        const facade = module.forIdentity(identity).identityDeletionProcesses;
        await facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: oneMillisecondInDays });

        const worker = spawn(process.execPath, [programs.fileOf("stoppedWorker"), store, String(leaseInMs)], {
            env: programs.environment,
            stdio: ["ignore", "pipe", "inherit"]
        });
        try {
            const lines = createInterface(worker.stdout)[Symbol.asyncIterator]();
            expect(await lines.next()).toMatchObject({ value: "files" });
            worker.kill("SIGSTOP");
            await untilDeleted(lifecycle);
            expect(begun).toStrictEqual([`files of ${identity.address}`, `rows of ${identity.address}`]);

            worker.kill("SIGCONT");
            const said = await rest(lines, worker);
            // It does not begin the second deleter.
            expect(said).toHaveLength(1);
            expect(JSON.parse(said[0])).toMatchObject({ found: 1, claimed: 1, deleted: 0, lost: 1 });
            const [{ data }] = requireReadable(await persistence.scan(undefined, 10)).filter(
                ({ data }) => "process" in data
            );
            expect(data).toMatchObject({ process: { status: "Deleted" } });
            expect(JSON.stringify(await persistence.scan(undefined, 10))).not.toContain(identity.address);
            expect((await facade.getIdentityDeletionProcesses()).value).toMatchObject([{ status: "Deleted" }]);
        } finally {
            worker.kill("SIGKILL");
            await module.close();
        }
    }
});

async function untilDeleted(lifecycle: Lifecycle): Promise<void> {
    for (;;) {
        const { deleted }: RunSummary = await lifecycle.runDue();
        if (deleted === 1) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

async function rest(lines: AsyncIterator<string>, worker: ChildProcess): Promise<string[]> {
    const said: string[] = [];
    const ended = once(worker, "exit");
    for (let line = await lines.next(); line.done !== true; line = await lines.next()) said.push(line.value);
    expect(await ended).toStrictEqual([0, null]);
    return said;
}
