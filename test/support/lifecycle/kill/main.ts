import { join } from "node:path";
import { PostgresServer } from "../../PostgresServer";
import { killWorkers } from "./KillSeriesOfWorkers";

/** What `scripts/killLifecycle.mjs` runs; its first argument is the compiled victim. */
async function main([victim, runs, storeName, seed]: string[]): Promise<void> {
    const server = storeName === "postgres" ? await PostgresServer.start() : undefined;
    const beganAt = Date.now();
    let toldAt = beganAt;
    console.log(`Seed ${seed}: ${runs} runs on ${storeName}.`);
    try {
        const kills = await killWorkers({
            victim,
            environment: process.env,
            runs: Number(runs),
            seed: Number(seed),
            emptyStore: async (folder) => {
                if (server === undefined) return join(folder, "identities.db");
                await server.query("DROP SCHEMA IF EXISTS identity_deletion CASCADE");
                return server.connectionString;
            },
            onRun: (run) => {
                if (Date.now() - toldAt < 10_000) return;
                toldAt = Date.now();
                console.error(`run ${run} of ${runs}`);
            }
        });
        const total = [...kills.values()].reduce((sum, count) => sum + count, 0);
        for (const [point, count] of [...kills].sort()) console.log(`${point.padEnd(40)} ${count}`);
        console.log(
            `${runs} runs, ${total} kills at ${kills.size} kinds of points: every deletion completed, and only what`
        );
        console.log(`was running was repeated. ${((Date.now() - beganAt) / 1_000).toFixed(0)} s.`);
    } finally {
        await server?.remove();
    }
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
