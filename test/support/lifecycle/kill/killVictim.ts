import { writeSync } from "node:fs";
import { IdentityDeletionModule } from "../../../../src";
import { Lifecycle } from "../../../../src/lifecycle";
import { FixedClock } from "../../../../src/testing/FixedClock";
import { DurableLog, leaseInMs, loggingHost, openStore, pseudonymKey, withPoints } from "./KillWorld";

/**
 * A worker that kills itself at one of the points that it passes. Arguments: the store, the log, the number of this worker,
 * the moment that it takes for now, the point, counted from 0. If it lives, it says how many points there were.
 */
async function main([store, logFile, worker, now, killAt]: string[]): Promise<void> {
    const log = new DurableLog(logFile, Number(worker));
    let passed = 0;
    const point = (name: string): void => {
        if (passed++ !== Number(killAt)) return;
        log.add({ processId: "", is: "killed", what: name });
        process.kill(process.pid, "SIGKILL");
    };
    const configured = Lifecycle.configure({ ...loggingHost(log, point), leaseInMs });
    const module = await IdentityDeletionModule.create({
        persistence: withPoints(openStore(store), point),
        pseudonymKey,
        lifecycle: configured,
        clock: new FixedClock(now)
    });
    const { lifecycle } = module;
    await lifecycle.runDue();
    await module.close();
    writeSync(1, String(passed));
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
