import { PersistenceError } from "../../src";
import { PostgresPersistence, type PostgresPoolConfig } from "../../src/adapters/postgres";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import type { PersistencePort } from "../../src";

/** Over which database, as the first argument. */
export type PortSettings = { sqlite: string } | { postgres: PostgresPoolConfig; schema: string };

export interface PortRequest {
    readonly id: number;
    readonly method: Exclude<keyof PersistencePort, "isDurable">;
    readonly args: readonly unknown[];
}

export interface PortAnswer {
    readonly id: number;
    readonly value?: unknown;
    readonly failure?: { readonly kind?: PersistenceError["kind"]; readonly message: string };
}

/** A port that works for another process, by messages; ends when that process releases it. */
function main(): void {
    const settings = JSON.parse(process.argv[2]) as PortSettings;
    const port: PersistencePort =
        "sqlite" in settings
            ? SqlitePersistence.open(settings.sqlite)
            : PostgresPersistence.open(settings.postgres, { schema: settings.schema });
    process.on("message", (request: PortRequest) => {
        void answerTo(port, request).then((answer) => process.send!(answer));
    });
}

async function answerTo(port: PersistencePort, { id, method, args }: PortRequest): Promise<PortAnswer> {
    try {
        const call = port[method].bind(port) as (...args: unknown[]) => Promise<unknown>;
        // Messages are JSON, in which an absent argument is null.
        return { id, value: await call(...args.map((arg) => arg ?? undefined)) };
    } catch (error) {
        return { id, failure: { kind: PersistenceError.kindOf(error), message: String(error) } };
    }
}

main();
