import { IdentityDeletionModule } from "../../../../src";
import { Lifecycle } from "../../../../src/lifecycle";
import { openStore, pseudonymKey } from "../kill/KillWorld";

/**
 * A worker with two deleters, one after the other, to be stopped in the first. It says the name of each when it begins, and
 * at its end what its run has done. Arguments: the store, the length of its leases in milliseconds.
 */
async function main([store, leaseInMs]: string[]): Promise<void> {
    const deleter = (name: string, dependsOn: string[]) => ({
        name,
        dependsOn,
        deleteIdentityData: async () => {
            process.stdout.write(`${name}\n`);
            await new Promise((resolve) => setTimeout(resolve, 250));
        }
    });
    const configured = Lifecycle.configure({
        deleters: [deleter("files", []), deleter("rows", ["files"])],
        notifier: "none",
        leaseInMs: Number(leaseInMs)
    });
    const module = await IdentityDeletionModule.create({
        persistence: openStore(store),
        pseudonymKey,
        lifecycle: configured
    });
    const { lifecycle } = module;
    const summary = await lifecycle.runDue();
    await module.close();
    process.stdout.write(`${JSON.stringify(summary)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
