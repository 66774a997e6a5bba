/** The part of `pg`'s `Pool` that is used, so that any host's own copy of it serves. */
export interface PostgresPool {
    connect(): Promise<PostgresClient>;
}

export interface PostgresClient {
    query(query: PostgresQuery): Promise<PostgresResult>;
    release(destroy?: boolean): void;
    on(event: "error", listener: (error: Error) => void): unknown;
    removeListener(event: "error", listener: (error: Error) => void): unknown;
}

export interface PostgresQuery {
    /** Parsed and planned once for each connection under this name; the same name always goes with the same text. */
    name?: string;
    text: string;
    values?: unknown[];
    rowMode?: "array";
    types?: { getTypeParser(): (text: string) => string };
    query_timeout?: number;
}

export interface PostgresResult {
    rows: unknown[];
    rowCount: number | null;
}

/** The options of `pg`'s `Pool`, handed through to it as they are; the most used ones by name. */
export interface PostgresPoolConfig {
    connectionString?: string;
    host?: string;
    port?: number;
    database?: string;
    user?: string;
    password?: string | (() => string | Promise<string>);
    ssl?: boolean | object;
    max?: number;
    [option: string]: unknown;
}

export interface OwnPool extends PostgresPool {
    end(): Promise<void>;
    on(event: "error", listener: (error: Error) => void): unknown;
}
