import { PersistenceError } from "../../ports/PersistenceError";
import { loadPackage } from "./loadPackage";
import type { OwnPool, PostgresPool, PostgresPoolConfig } from "./PostgresPool";
import { ignoreError } from "./StatementRunner";

/** A pool of the host, or how to make one. */
export type PoolSource = { readonly pool: PostgresPool } | { readonly config: PostgresPoolConfig };

export interface OpenedPool {
    readonly pool: PostgresPool;
    /** Closes a pool of our own; leaves the host's as it is. */
    readonly close: () => Promise<void>;
}

const connectionTimeoutInMs = 10_000;

export function openedPool(source: PoolSource, timeoutInMs: number): OpenedPool {
    if ("pool" in source) return { pool: source.pool, close: async () => undefined };
    const pool = ownPool(source.config, timeoutInMs);
    // An idle connection that breaks is replaced when the next one is needed; there is nobody to tell.
    pool.on("error", ignoreError);
    return { pool, close: async () => await closeOwnPool(pool) };
}

function ownPool(config: PostgresPoolConfig, timeoutInMs: number): OwnPool {
    const { Pool } = loadPackage("pg") as { Pool: new (config: PostgresPoolConfig) => OwnPool };
    return new Pool({
        application_name: "identity-deletion-process",
        connectionTimeoutMillis: connectionTimeoutInMs,
        keepAlive: true,
        statement_timeout: timeoutInMs,
        ...config
    });
}

async function closeOwnPool(pool: OwnPool): Promise<void> {
    try {
        await pool.end();
    } catch (cause) {
        throw new PersistenceError("unavailable", "The pool cannot be closed.", { cause });
    }
}
