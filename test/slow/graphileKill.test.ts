import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { IdentityDeletionModule } from "../../src";
import { PostgresPersistence } from "../../src/adapters/postgres";
import { GraphileRunner } from "../../src/graphile";
import { PseudonymKey } from "../../src/pseudonymization";
import { ChildPrograms } from "../support/childPrograms";
import { GraphileWorld, until } from "../support/graphile/GraphileWorld";
import { person } from "../support/lifecycle/LifecycleWorld";
import type { MachineMessage, MachineSettings } from "../support/machineProcess";
import { PostgresServer } from "../support/PostgresServer";

const key = Array.from({ length: 32 }, (_, index) => index);
const hourInMs = 3_600_000;

describe(`${GraphileRunner.name} on machines that die`, () => {
    let server: PostgresServer;
    let programs: ChildPrograms;
    const children: ChildProcess[] = [];

    beforeAll(async () => {
        server = await PostgresServer.start();
        programs = await ChildPrograms.compile("machineProcess");
    }, 60_000);

    afterAll(async () => {
        for (const child of children) child.kill("SIGKILL");
        await programs.remove();
        await server.remove();
    }, 60_000);

    async function start(settings: Partial<MachineSettings>): Promise<MachineInProcess> {
        const all: MachineSettings = {
            config: server.config(),
            key,
            hangsFor: [],
            leaseInMs: 4_000,
            batchSize: 10,
            sweepIntervalInMs: hourInMs,
            heartbeatIntervalInMs: 100,
            heartbeatTimeoutInMs: 1_000,
            ...settings
        };
        const child = fork(programs.fileOf("machineProcess"), [JSON.stringify(all)], { env: programs.environment });
        children.push(child);
        const machine = new MachineInProcess(child);
        await until(() => machine.hasStarted);
        return machine;
    }

    test("gives what a machine killed with -9 had in hand to another, as soon as its heart has stopped", async () => {
        const module = await IdentityDeletionModule.create({
            persistence: PostgresPersistence.open(server.config()),
            pseudonymKey: PseudonymKey.of(Uint8Array.from(key)),
            lifecycle: "elsewhere"
        });
        const people = Array.from({ length: 20 }, (_, number) => person(number));
        for (const each of people) {
            const { identityDeletionProcesses } = module.forIdentity(each);
            await identityDeletionProcesses.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1e-8 });
        }
        await module.close();
        const addresses = people.map(({ address }) => address);

        const victim = await start({ hangsFor: addresses.slice(2, 3) });
        await until(() => victim.begun.length === 3);
        const other = await start({});
        await until(() => other.finished.length === 10);
        victim.child.kill("SIGKILL");
        const killedAt = performance.now();
        await until(() => other.finished.length === 17);
        expect(performance.now() - killedAt).toBeLessThan(20_000);
        expect([...victim.finished, ...other.finished].sort()).toStrictEqual(
            addresses.filter((address) => address !== victim.begun[2])
        );

        // What it worked on is its own until its lease ends.
        while (other.finished.length < 18) {
            other.child.send("sweep");
            await new Promise((resolve) => setTimeout(resolve, 200));
        }
        expect(other.finished.at(-1)).toBe(victim.begun[2]);
        const exit = once(other.child, "exit");
        other.child.kill("SIGTERM");
        expect(await exit).toStrictEqual([0, null]);
        const [{ count }] = await server.query<{ count: number }>(
            `SELECT count(*)::int FROM identity_deletion.records WHERE data->'process'->>'status' = 'Deleted'`
        );
        expect(count).toBe(20);
        expect(await server.query("SELECT * FROM identity_deletion_jobs.identity_deletion_workers")).toStrictEqual([]);
    }, 90_000);

    test("goes on by itself when the server was killed with -9 and started again", async () => {
        const world = new GraphileWorld(server);
        await world.addDue(40);
        const machine = await world.start({
            batchSize: 5,
            sweepIntervalInMs: 200,
            heartbeatTimeoutInMs: 1_000,
            deleteIdentityData: async () => await new Promise((resolve) => setTimeout(resolve, 20))
        });
        await until(() => machine.finished.length >= 8);
        await server.kill();
        await until(() => machine.errors.length > 0);
        await server.start();
        const isDone = async (): Promise<boolean> => {
            // Whatever was in hand is due again when its lease ends.
            world.clock.advance({ minutes: 11 });
            return await world.areDeleted(40);
        };
        while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 200));
        await world.end();

        expect(new Set(machine.finished).size).toBe(40);
    }, 90_000);
});

class MachineInProcess {
    public hasStarted = false;
    public readonly begun: string[] = [];
    public readonly finished: string[] = [];

    public constructor(public readonly child: ChildProcess) {
        child.on("message", (message: MachineMessage) => {
            if ("begun" in message) this.begun.push(message.begun);
            else if ("finished" in message) this.finished.push(message.finished);
            else this.hasStarted = true;
        });
        child.once("error", (error) => {
            throw error;
        });
    }
}
