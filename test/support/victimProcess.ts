import { writeSync } from "node:fs";
import { IdentityDeletionModule, type IdentityDeletionProcessDTO } from "../../src";
import { SqlitePersistence } from "../../src/adapters/sqlite";

/**
 * A process that is there to be killed. First it prints what the store holds of the Identities that it is asked about,
 * then it initiates and cancels for another Identity, and prints each process as soon as the call is answered. A line
 * is out of this process once `writeSync` has returned: whatever kills it later, its parent reads the line.
 *
 * Arguments: the database's path, the addresses to report (with commas), the address to work for, or none: then it ends.
 */
export type Line = { found: IdentityDeletionProcessDTO[]; of: string } | { answered: IdentityDeletionProcessDTO };

const deviceId = "DVCvictimprocess0001";

async function main([path, toReport, address]: string[]): Promise<void> {
    const module = await IdentityDeletionModule.create({ persistence: SqlitePersistence.open(path) });
    const processesOf = (address: string) => module.forIdentity({ address, deviceId }).identityDeletionProcesses;

    for (const other of toReport.split(",").filter((text) => text !== "")) {
        print({ found: (await processesOf(other).getIdentityDeletionProcesses()).value, of: other });
    }
    if (address === undefined) return await module.close();

    const processes = processesOf(address);
    for (;;) {
        print({ answered: (await processes.initiateIdentityDeletionProcess()).value });
        print({ answered: (await processes.cancelIdentityDeletionProcess()).value });
    }
}

function print(line: Line): void {
    writeSync(1, `${JSON.stringify(line)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
