export { PostgresPersistence } from "./PostgresPersistence";
export type { PostgresOptions, PostgresRetryOptions } from "./PostgresOptions";
export type { PostgresClient, PostgresPool, PostgresPoolConfig, PostgresQuery, PostgresResult } from "./PostgresPool";
