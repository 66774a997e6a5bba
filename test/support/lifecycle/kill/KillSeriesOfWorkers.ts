import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PersistencePort } from "../../../../src";
import { Dice } from "../simulation/Dice";
import { KillRun } from "./KillRun";

export interface SeriesOptions {
    readonly victim: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly runs: number;
    readonly seed: number;
    /** An empty store for one run. `folder` is empty and for that run alone. */
    readonly emptyStore: (folder: string) => Promise<string>;
    readonly last?: (port: PersistencePort) => PersistencePort;
    readonly onRun?: (run: number) => void;
}

/**
 * Kills a worker at each point that there is, one after the other and over again, until there were that many runs; in a
 * third of them also the next worker, anywhere. Gives how often which point was it. Throws at the first run that fails.
 */
export async function killWorkers({
    runs,
    seed,
    emptyStore,
    onRun,
    ...options
}: SeriesOptions): Promise<Map<string, number>> {
    const dice = new Dice(seed);
    const kills = new Map<string, number>();
    const oneRun = async (killAt: number[]): Promise<number> => {
        const folder = await mkdtemp(join(tmpdir(), "identity-deletion-kill-"));
        try {
            const store = await emptyStore(folder);
            const run = new KillRun({ ...options, store, logFile: join(folder, "log"), killAt });
            try {
                await run.check();
            } catch (error) {
                throw new Error(`Killed at ${killAt.join()} (${run.killedAt.join()})`, { cause: error });
            }
            for (const point of run.killedAt) kills.set(point, (kills.get(point) ?? 0) + 1);
            return run.points;
        } finally {
            await rm(folder, { recursive: true });
        }
    };
    const points = await oneRun([Infinity]);
    for (let run = 0; run < runs; run++) {
        const second = dice.chance(1 / 3) ? [dice.between(0, points - 1)] : [];
        await oneRun([run % points, ...second]);
        onRun?.(run + 1);
    }
    return kills;
}
