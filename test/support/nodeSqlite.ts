import { createRequire } from "node:module";
import type { SqliteDatabase, SqliteDriver } from "../../src/adapters/sqlite";

interface NodeSqlite {
    DatabaseSync: new (path: string) => SqliteDatabase;
}

/** The driver that is part of Node from version 22 on; `undefined` where the running Node has none. */
export const openWithNodeSqlite: SqliteDriver | undefined = driverOf(loadNodeSqlite());

function driverOf(nodeSqlite: NodeSqlite | undefined): SqliteDriver | undefined {
    return nodeSqlite === undefined ? undefined : (path) => new nodeSqlite.DatabaseSync(path);
}

function loadNodeSqlite(): NodeSqlite | undefined {
    // Not by `import`: jest's own module loader does not know which built-in modules a later Node has.
    const load = createRequire(__filename);
    return process.versions.sqlite === undefined ? undefined : (load("node:sqlite") as NodeSqlite);
}
