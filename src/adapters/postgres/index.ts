export type { RetryOptions } from "../../domain/retry";
export { PostgresPersistence } from "./PostgresPersistence";
export type { PostgresOptions } from "./PostgresOptions";
export type { PostgresClient, PostgresPool, PostgresPoolConfig, PostgresQuery, PostgresResult } from "./PostgresPool";
