import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import type { PersistencePort } from "../../../src";
import { PostgresPersistence } from "../../../src/adapters/postgres";
import { SqlitePersistence } from "../../../src/adapters/sqlite";
import { PostgresServer } from "../PostgresServer";
import { AuthorityRun } from "./AuthorityRun";
import { FaultRun, type RunElsewhere } from "./FaultRun";
import { killElsewhere } from "./killElsewhere";
import { lokiJsPort } from "./lokiJsPort";
import { checkHistory } from "./ManyProcesses";

/** What `scripts/faultMatrix.mjs` runs; its arguments are how many of each, and the compiled victim. */
async function main(given: string[]): Promise<void> {
    const [simulated, onSqlite, killed, onLokiJs, onPostgres, histories, firstSeed, victim, authorities] = given;
    const seed = Number(firstSeed);
    await series("changes of authority, odd lists, imports, broken rows", Number(authorities), async (run) => {
        await new AuthorityRun(seed + run).check();
    });
    await series("deaths and network failures, store in memory", Number(simulated), async (run) => {
        const persistence = new InMemoryPersistence();
        await new FaultRun(seed + run, () => persistence).check();
    });
    await series("deaths and network failures, SQLite", Number(onSqlite), async (run) => {
        await inFolder(async (folder) => {
            const file = join(folder, "identities.db");
            await new FaultRun(seed + run, () => SqlitePersistence.open(file)).check();
        });
    });
    await series("kill -9 of a process over HTTP, SQLite", Number(killed), async (run) => {
        await inFolder(async (folder) => {
            const file = join(folder, "identities.db");
            const elsewhere = killElsewhere(victim, process.env, file);
            await new FaultRun(seed + run, () => SqlitePersistence.open(file), elsewhere).check();
        });
    });
    await series("kill -9 of a process over HTTP, LokiJS file", Number(onLokiJs), async (run) => {
        await inFolder(async (folder) => {
            const elsewhere = killElsewhere(victim, process.env, `lokijs:${folder}`);
            await new FaultRun(seed + run, () => lokiJsPort(folder), elsewhere).check();
        });
    });
    if (Number(onPostgres) > 0) await postgres(Number(onPostgres), seed, victim);
    await series("histories of two devices with eight processes", Number(histories), async (run) => {
        await checkHistory(seed + run);
    });
}

/** Each story with a death that is only acted, then with a process that is killed. */
async function postgres(count: number, seed: number, victim: string): Promise<void> {
    const server = await PostgresServer.start();
    const open: PersistencePort[] = [];
    const reconnect = (): PersistencePort => {
        const port = PostgresPersistence.open({ ...server.config(), max: 2 });
        open.push(port);
        return port;
    };
    const run = async (number: number, elsewhere?: RunElsewhere): Promise<void> => {
        try {
            await new FaultRun(seed + number, reconnect, elsewhere).check();
        } finally {
            await Promise.all(open.splice(0).map((port) => port.close()));
            await server.query("DELETE FROM identity_deletion.records");
        }
    };
    try {
        await series("deaths and network failures, PostgreSQL", count, run);
        const elsewhere = killElsewhere(victim, process.env, server.connectionString);
        await series("kill -9 of a process over HTTP, PostgreSQL", count, (number) => run(number, elsewhere));
    } finally {
        await server.remove();
    }
}

async function series(name: string, count: number, work: (run: number) => Promise<void>): Promise<void> {
    const start = Date.now();
    let stuck = 0;
    for (let run = 0; run < count; run++) {
        try {
            await work(run);
        } catch (error) {
            stuck++;
            process.exitCode = 1;
            console.error(error);
        }
    }
    if (count > 0) console.log(`${name}: ${count} runs, ${stuck} stuck, ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "identity-deletion-faults-"));
    try {
        await work(folder);
    } finally {
        await rm(folder, { recursive: true });
    }
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
