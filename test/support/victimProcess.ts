import { writeSync } from "node:fs";
import { IdentityDeletionModule, type IdentityDeletionProcessDTO, type IdentityDeletionProcessFacade } from "../../src";
import { SqlitePersistence } from "../../src/adapters/sqlite";

/**
 * A process that is there to be killed. First it prints what the store holds of the Identities that it is asked about,
 * then it initiates and cancels for other Identities, for all at once, and prints each process as soon as the call is answered. A line
 * is out of this process once `writeSync` has returned: whatever kills it later, its parent reads the line.
 *
 * Arguments: the database's path, the addresses to report and those to work for, both with commas; with none of these it ends.
 */
export type Line = { of: string } & (
    { found: IdentityDeletionProcessDTO[] } | { answered: IdentityDeletionProcessDTO }
);

const deviceId = "DVCvictimprocess0001";

async function main([path, toReport, toWorkFor]: string[]): Promise<void> {
    const module = await IdentityDeletionModule.create({ persistence: SqlitePersistence.open(path) });
    const processesOf = (address: string) => module.forIdentity({ address, deviceId }).identityDeletionProcesses;

    for (const of of addressesIn(toReport)) {
        print({ found: (await processesOf(of).getIdentityDeletionProcesses()).value, of });
    }
    await Promise.all(addressesIn(toWorkFor).map(async (of) => await work(processesOf(of), of)));
    await module.close();
}

async function work(processes: IdentityDeletionProcessFacade, of: string): Promise<never> {
    for (;;) {
        print({ answered: (await processes.initiateIdentityDeletionProcess()).value, of });
        print({ answered: (await processes.cancelIdentityDeletionProcess()).value, of });
    }
}

function addressesIn(list: string): string[] {
    return list.split(",").filter((text) => text !== "");
}

function print(line: Line): void {
    writeSync(1, `${JSON.stringify(line)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
