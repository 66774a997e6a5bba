import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PostgresServer } from "../../PostgresServer";
import { raceForTheEnd } from "./Race";

/** What `scripts/raceLifecycle.mjs` runs; its first argument is the compiled process. */
async function main([program, storeName, races, processes]: string[]): Promise<void> {
    const server = storeName === "postgres" ? await PostgresServer.start() : undefined;
    const folder = await mkdtemp(join(tmpdir(), "identity-deletion-race-"));
    const beganAt = Date.now();
    let toldAt = beganAt;
    try {
        const { cancelled, claimed, collisions } = await raceForTheEnd({
            program,
            environment: process.env,
            store: server?.connectionString ?? join(folder, "identities.db"),
            races: Number(races),
            processes: Number(processes),
            onRaces: (done) => {
                if (Date.now() - toldAt < 10_000) return;
                toldAt = Date.now();
                console.error(`race ${done} of ${races}`);
            }
        });
        console.log(
            `${races} races, ${processes} processes, ${storeName}: exactly one won each, and nobody was deleted who`
        );
        console.log(
            `had cancelled. The cancellation won ${cancelled}, a claim ${claimed}; ${collisions} writes came too late.`
        );
        console.log(`${((Date.now() - beganAt) / 1_000).toFixed(0)} s.`);
    } finally {
        await server?.remove();
        await rm(folder, { recursive: true });
    }
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
