/**
 * A conversion that is killed 20 times, if it does not come to its end before, and then is not; another number of kills by
 * the environment variable PSEUDONYMIZE_KILLS.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ErrorCode, type StoredRecord } from "../../src";
import { findKeyMark } from "../../src/application/pseudonym/KeyMark";
import { pseudonymize } from "../../src/pseudonymization";
import { ChildPrograms } from "../support/childPrograms";
import { ourKey } from "../support/pseudonymization/keys";
import { allRecords } from "../support/pseudonymization/marks";
import { openedWith } from "../support/pseudonymization/openedWith";
import { whatCounts } from "../support/pseudonymization/whatCounts";
import { recordOf } from "../support/records";
import { openStore as openFile, queryFile } from "../support/sqliteFiles";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

const maxKills = Number(process.env.PSEUDONYMIZE_KILLS ?? 20);
const numberOfRecords = 100 * maxKills;
const maxTimeInMs = 30_000 + maxKills * 3_000;
/** From the first sign of life on: some are killed while they open the file, most while they convert. */
const maxLifeOfVictimInMs = 120;

function records(): StoredRecord[] {
    return Array.from({ length: numberOfRecords }, (_, index) => {
        const identity = { address: `did:e:example.org:dids:${index >> 1}`, deviceId: "DVCsomebodysphone001" };
        return recordOf(identity, {
            status: index % 2 === 0 ? "Cancelled" : "Active",
            createdByDevice: "x".repeat(100)
        });
    });
}

/** Whether the process came to its end before it was killed. */
async function convert(programs: ChildPrograms, file: string, lifeInMs: number): Promise<boolean> {
    const child = spawn(process.execPath, [programs.fileOf("pseudonymizeProcess"), file], {
        env: programs.environment,
        stdio: ["ignore", "pipe", "inherit"]
    });
    const ended = once(child, "close");
    await once(child.stdout, "data");
    const timer = setTimeout(() => child.kill("SIGKILL"), lifeInMs);
    await ended;
    clearTimeout(timer);
    if (child.signalCode === "SIGKILL") return false;
    expect(child.exitCode).toBe(0);
    return true;
}

describe(`${pseudonymize.name} under kill -9`, () => {
    test(
        "counts every process once after each kill, and comes to its end",
        async () => {
            const programs = await ChildPrograms.compile("pseudonymizeProcess");
            try {
                await inTemporaryDirectory(async (directory) => {
                    const file = join(directory, "identities.db");
                    const originals = records();
                    const expected = JSON.stringify(whatCounts(originals, originals, ourKey));
                    const filled = await openFile(file);
                    for (const record of originals) await filled.insert(record);
                    await filled.close();

                    let kills = 0;
                    let killsInTheMiddle = 0;
                    for (let isDone = false; !isDone;) {
                        const lifeInMs = kills < maxKills ? Math.random() * maxLifeOfVictimInMs : maxTimeInMs;
                        isDone = await convert(programs, file, lifeInMs);
                        if (!isDone) kills++;
                        const store = await openFile(file);
                        const now = await allRecords(store);
                        // Not a matcher: it would take longer than all else here.
                        expect(JSON.stringify(whatCounts(now, originals, ourKey)) === expected).toBe(true);
                        const mark = await findKeyMark(store);
                        await store.close();
                        if (isDone || !mark?.isBeingConverted) continue;
                        killsInTheMiddle++;
                        const opening = openedWith(await openFile(file), ourKey);
                        await expect(opening).rejects.toMatchObject({ code: ErrorCode.storeIsNotConverted });
                    }

                    expect(killsInTheMiddle).toBeGreaterThan(1);
                    process.stdout.write(`${kills} kills, ${killsInTheMiddle} of them in the middle of a conversion\n`);
                    const store = await openedWith(await openFile(file), ourKey);
                    expect((await allRecords(store)).every(({ key }) => key.endsWith("~"))).toBe(true);
                    await store.close();
                    expect(queryFile(file, "PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
                });
            } finally {
                await programs.remove();
            }
        },
        maxTimeInMs
    );
});
