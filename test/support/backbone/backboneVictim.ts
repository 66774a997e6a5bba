import { writeSync } from "node:fs";
import { IdentityDeletionModule, type PersistencePort } from "../../../src";
import { PostgresPersistence } from "../../../src/adapters/postgres";
import { SqlitePersistence } from "../../../src/adapters/sqlite";
import { globalFetch } from "../../../src/backbone/client/Fetch";
import { FixedClock } from "../../../src/testing/FixedClock";
import { alice } from "../fixtures";
import { connectTo } from "./BackboneWorld";
import { dyingFetch, dyingPersistence } from "./dying";
import { lokiJsPort } from "./lokiJsPort";
import { runCommand, type CommandName } from "./FaultRun";

/**
 * A process that runs one command against a Backbone and kills itself at one of the points that it passes. Arguments: the
 * database's path or connection string (`lokijs:` and a folder), the Backbone's address, the command, the point, the moment that it takes for now.
 */
async function main([path, url, command, deathAtPoint, now]: string[]): Promise<void> {
    let passed = 0;
    const point = async (): Promise<void> => {
        if (passed++ === Number(deathAtPoint)) process.kill(process.pid, "SIGKILL");
    };
    const authority = connectTo({ url, allowUnencrypted: true, fetch: dyingFetch(globalFetch, point) });
    const persistence = dyingPersistence(open(path), point);
    const eventBus = { publish: () => void point() };
    const clock = new FixedClock(now);
    const module = await IdentityDeletionModule.create({ persistence, authority, eventBus, clock });
    const { isSuccess, error } = await runCommand(module.forIdentity(alice), command as CommandName);
    writeSync(1, isSuccess ? "ok" : error.code);
    await module.close();
}

function open(path: string): PersistencePort {
    if (path.startsWith("postgresql:")) return PostgresPersistence.open(path);
    return path.startsWith("lokijs:") ? lokiJsPort(path.slice("lokijs:".length)) : SqlitePersistence.open(path);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
