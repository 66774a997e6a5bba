import { Lifecycle } from "../../../lifecycle/index";
import type { PersistencePort } from "../../../ports/PersistencePort";
import { PseudonymKey } from "../../../pseudonymization/index";
import { ErrorCode, IdentityDeletionModule } from "../../../index";
import { FixedClock } from "../../FixedClock";
import { allOf, expectEqual } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { expectError, facadeFor, valueOf } from "../moduleUnderTest";
import { allScanned } from "../pages";

/** Made when it is needed: simulated browsers that only import the kit lack what making a key takes. */
const ourKey = (): PseudonymKey => PseudonymKey.of(Uint8Array.from({ length: 32 }, (_, index) => index));
const anotherKey = (): PseudonymKey => PseudonymKey.of(Uint8Array.from({ length: 32 }, (_, index) => index + 1));

interface Worker {
    readonly module: IdentityDeletionModule;
    readonly lifecycle: Lifecycle;
    readonly port: PersistencePort;
    readonly clock: FixedClock;
    /** The addresses that the host's deleter was called with. */
    readonly deleted: string[];
}

export const lifecycleOverThePort: ContractGroup = (test) => {
    test("works with a pseudonym key, and with that key only", async (database) => {
        const { module, port } = await createWorker(database);
        const address = database.records.identity();
        const process = valueOf(await facadeFor(module, address).initiateIdentityDeletionProcess());

        const found = valueOf(await facadeFor(module, address).getActiveIdentityDeletionProcess());
        expectEqual("The process is found under the pseudonym.", found, process);
        const underAddress = await port.list(address);
        expectEqual("Nothing is kept under the address.", underAddress, []);
        await database.close(module);
    });

    test(
        "is refused to a module with another key",
        async (database) => {
            const { module } = await createWorker(database);
            const address = database.records.identity();
            valueOf(await facadeFor(module, address).initiateIdentityDeletionProcess());
            await database.close(module);

            const code = await codeOf(
                IdentityDeletionModule.create({ persistence: database.connect(), pseudonymKey: anotherKey() })
            );
            expectEqual("The store remembers its key.", code, ErrorCode.pseudonymKeyIsWrong);
            const again = await createWorker(database);
            const active = await facadeFor(again.module, address).getActiveIdentityDeletionProcess();
            expectEqual("With its key it works on.", valueOf(active).status, "Active");
        },
        { durable: true }
    );

    test("deletes what is due, up to the tombstone, and leaves everybody else alone", async (database) => {
        const { module, lifecycle, clock, deleted, port } = await createWorker(database);
        const [alice, bob, carol] = [1, 2, 3].map(() => database.records.identity());
        for (const address of [alice, bob]) {
            const facade = facadeFor(module, address);
            valueOf(await facade.initiateIdentityDeletionProcess());
            valueOf(await facade.cancelIdentityDeletionProcess());
        }
        valueOf(await facadeFor(module, alice).initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 }));
        const his = valueOf(await facadeFor(module, carol).initiateIdentityDeletionProcess());
        expectEqual("Before the end nothing is deleted.", (await lifecycle.runDue()).deleted, 0);

        clock.advance({ days: 2 });
        expectEqual("At the end it is deleted.", (await lifecycle.runDue()).deleted, 1);

        expectEqual("The host's deleter was called for her alone.", deleted, [alice]);
        const again = await facadeFor(module, alice).initiateIdentityDeletionProcess();
        expectError("A deleted Identity starts nothing.", again, ErrorCode.identityIsDeleted);
        const hers = await port.list(ourKey().identityKeyOf(alice));
        expectEqual("Of her records only the tombstone is left.", hers.length, 1);
        const active = valueOf(await facadeFor(module, carol).getActiveIdentityDeletionProcess());
        expectEqual("Another's process goes on.", active, his);
        expectEqual("Another's history is kept.", (await port.list(ourKey().identityKeyOf(bob))).length, 1);
        expectEqual("Nothing is due any more today.", (await lifecycle.runDue()).deleted, 0);
    });

    test("deletes each of many once, where several workers run at the same moment", async (database) => {
        const workers = await createWorkers(database);
        const addresses = Array.from({ length: 30 }, () => database.records.identity());
        for (const address of addresses) {
            valueOf(await facadeFor(workers[0].module, address).initiateIdentityDeletionProcess());
        }
        for (const { clock } of workers) clock.advance({ days: 15 });

        const runs = await allOf(workers.map(({ lifecycle }) => lifecycle.runDue()));

        const count = runs.reduce((sum, { deleted }) => sum + deleted, 0);
        expectEqual("Each is deleted by one worker.", count, addresses.length);
        const deleted = workers.flatMap((worker) => worker.deleted).sort();
        expectEqual("The host's deleter was called once for each.", deleted, [...addresses].sort());
        const records = await allScanned(workers[0].port);
        const due = records.filter(({ dueAt }) => dueAt !== null);
        expectEqual("Nothing is due any more.", due, []);
    });
};

async function createWorkers(database: DatabaseUnderTest): Promise<Worker[]> {
    const workers: Worker[] = [];
    while (workers.length < Math.min(2, database.severalPorts)) workers.push(await createWorker(database));
    return workers;
}

/** A module with a lifecycle over a new port, closed in the end. */
async function createWorker(database: DatabaseUnderTest): Promise<Worker> {
    const [port, clock, deleted] = [database.connect(), new FixedClock(), [] as string[]];
    const configured = Lifecycle.configure({
        deleters: [{ name: "files", deleteIdentityData: async (address) => void deleted.push(address) }],
        notifier: "none",
        // Workers that meet at one record do so in the same order each time.
        random: () => 0
    });
    const module = await IdentityDeletionModule.create({
        persistence: port,
        pseudonymKey: ourKey(),
        lifecycle: configured,
        clock
    });
    const { lifecycle } = module;
    database.closeInTheEnd(module);
    return { module, lifecycle, port, clock, deleted };
}

async function codeOf(creation: Promise<IdentityDeletionModule>): Promise<string> {
    try {
        const module = await creation;
        await module.close();
        return "none";
    } catch (error) {
        return String((error as { code?: unknown }).code);
    }
}
