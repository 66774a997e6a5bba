import type { PostgresMigration } from "./PostgresMigration";

/** "C" compares byte by byte; `jsonb` would rewrite numbers. Of violated indexes the oldest is named: the slot's. */
export const createRecords: PostgresMigration = {
    name: "001-records",
    statements: (schema) => [
        `CREATE TABLE ${schema}.records (
            key text COLLATE "C" NOT NULL,
            identity_key text COLLATE "C" NOT NULL,
            slot text COLLATE "C" NOT NULL,
            lookup text COLLATE "C" NOT NULL,
            revision bigint NOT NULL,
            created_at text COLLATE "C" NOT NULL,
            due_at text COLLATE "C",
            unsettled boolean NOT NULL,
            data json NOT NULL,
            CONSTRAINT records_slot UNIQUE (slot)
        )`,
        `ALTER TABLE ${schema}.records ADD CONSTRAINT records_key PRIMARY KEY (key)`,
        `ALTER TABLE ${schema}.records ADD CONSTRAINT records_lookup UNIQUE (lookup)`,
        `CREATE INDEX records_history ON ${schema}.records (identity_key, created_at, key)`,
        `CREATE INDEX records_due ON ${schema}.records (due_at, key) WHERE due_at IS NOT NULL`,
        `CREATE INDEX records_unsettled ON ${schema}.records (identity_key) WHERE unsettled`
    ]
};
