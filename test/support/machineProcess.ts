import { IdentityDeletionModule } from "../../src";
import { PostgresPersistence, type PostgresPoolConfig } from "../../src/adapters/postgres";
import { GraphileRunner } from "../../src/graphile";
import { Lifecycle } from "../../src/lifecycle";
import { PseudonymKey } from "../../src/pseudonymization";

/** What one machine is told, in its first argument. */
export interface MachineSettings {
    readonly config: PostgresPoolConfig;
    /** For whom its deleter never ends. */
    readonly hangsFor: readonly string[];
    readonly key: readonly number[];
    readonly leaseInMs: number;
    readonly batchSize: number;
    readonly sweepIntervalInMs: number;
    readonly heartbeatIntervalInMs: number;
    readonly heartbeatTimeoutInMs: number;
}

export type MachineMessage = { begun: string } | { finished: string } | { started: true };

/** One of several machines, as a process of its own: works on one batch at a time, and in it on one Identity. */
async function main(): Promise<void> {
    const { config, hangsFor, key, leaseInMs, ...options } = JSON.parse(process.argv[2]) as MachineSettings;
    const tell = async (message: MachineMessage): Promise<void> =>
        await new Promise((resolve) => process.send!(message, () => resolve()));
    const configured = Lifecycle.configure({
        deleters: [
            {
                name: "files",
                deleteIdentityData: async (address) => {
                    await tell({ begun: address });
                    if (hangsFor.includes(address)) await new Promise(() => {});
                    await tell({ finished: address });
                }
            }
        ],
        notifier: "none",
        concurrency: 1,
        leaseInMs
    });
    const module = await IdentityDeletionModule.create({
        persistence: PostgresPersistence.open(config),
        pseudonymKey: PseudonymKey.of(Uint8Array.from(key)),
        lifecycle: configured
    });
    const { lifecycle } = module;
    const runner = await GraphileRunner.start({ lifecycle, database: config, concurrentBatches: 1, ...options });
    process.on("message", (message) => {
        if (message === "sweep") void runner.sweep();
    });
    process.once("SIGTERM", () => {
        void runner
            .stop()
            .then(async () => await module.close())
            .then(() => process.disconnect());
    });
    await tell({ started: true });
}

main().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
