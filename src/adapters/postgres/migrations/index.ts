import { createRecords } from "./001-records";
import { markStore } from "./002-store-mark";
import type { PostgresMigration } from "./PostgresMigration";

export const migrations: readonly PostgresMigration[] = [createRecords, markStore];

export const migrationsTable = "migrations";
export const migrationsLockTable = "migrations_lock";
