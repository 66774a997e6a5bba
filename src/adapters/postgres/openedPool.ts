import { PersistenceError } from "../../ports/PersistenceError";
import { loadPackage } from "./loadPackage";
import type { OwnPool, PostgresClient, PostgresPool, PostgresPoolConfig } from "./PostgresPool";
import { ignoreError } from "./StatementRunner";

export type PoolSource = { readonly pool: PostgresPool } | { readonly config: PostgresPoolConfig };

export interface OpenedPool {
    readonly pool: PostgresPool;
    /** Without the time limit that `pool` sets on its connections. */
    readonly rawPool: PostgresPool;
    readonly close: () => Promise<void>;
}

const connectionTimeoutInMs = 10_000;

export function openedPool(source: PoolSource, timeoutInMs: number): OpenedPool {
    if ("pool" in source) return { pool: source.pool, rawPool: source.pool, close: async () => undefined };
    const { statement_timeout: statementTimeoutInMs = timeoutInMs, ...config } = source.config;
    const pool = ownPool(config);
    // An idle connection that breaks is replaced when the next one is needed; no caller waits for it.
    pool.on("error", ignoreError);
    return {
        pool: withStatementTimeout(pool, statementTimeoutInMs),
        rawPool: pool,
        close: async () => await closeOwnPool(pool)
    };
}

function ownPool(config: PostgresPoolConfig): OwnPool {
    const { Pool } = loadPackage("pg") as { Pool: new (config: PostgresPoolConfig) => OwnPool };
    return new Pool({
        application_name: "identity-deletion-process",
        connectionTimeoutMillis: connectionTimeoutInMs,
        keepAlive: true,
        ...config
    });
}

/** Not by a start-up parameter, which PgBouncer refuses, nor by a hook: one older pools lack, and one loses connections. */
function withStatementTimeout(pool: PostgresPool, timeoutInMs: unknown): PostgresPool {
    // 0, false and null: no limit is asked for.
    if (typeof timeoutInMs !== "number" && typeof timeoutInMs !== "string") return pool;
    if (Number(timeoutInMs) === 0) return pool;
    const ready = new WeakSet<PostgresClient>();
    return {
        connect: async () => {
            const client = await pool.connect();
            if (ready.has(client)) return client;
            if (!setsItsOwnTimeout(client)) await setStatementTimeout(client, String(timeoutInMs));
            ready.add(client);
            return client;
        }
    };
}

/** In the host's connection string, it is a start-up parameter, and stays what the host wants. */
function setsItsOwnTimeout(client: PostgresClient): boolean {
    const { connectionParameters } = client as { connectionParameters?: { statement_timeout?: unknown } };
    return Boolean(connectionParameters?.statement_timeout);
}

async function setStatementTimeout(client: PostgresClient, timeout: string): Promise<void> {
    const text = "SELECT pg_catalog.set_config('statement_timeout', $1, false)";
    client.on("error", ignoreError);
    try {
        await client.query({ text, values: [timeout], query_timeout: connectionTimeoutInMs });
    } catch (error) {
        client.release(true);
        throw error;
    } finally {
        client.removeListener("error", ignoreError);
    }
}

async function closeOwnPool(pool: OwnPool): Promise<void> {
    try {
        await pool.end();
    } catch (cause) {
        throw new PersistenceError("unavailable", "The pool cannot be closed.", { cause });
    }
}
