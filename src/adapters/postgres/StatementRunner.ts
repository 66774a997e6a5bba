import { retryDelayInMs, wait } from "../../domain/retry";
import { connectFailure, Failure, persistenceErrorOf, statementFailure } from "./errors";
import type { CheckedPostgresOptions } from "./PostgresOptions";
import type { PostgresClient, PostgresPool, PostgresQuery } from "./PostgresPool";
import type { Row } from "./rows";
import type { Statement } from "./statements";

export interface StatementResult {
    readonly rows: Row[];
    readonly rowCount: number;
}

const asText = { getTypeParser: () => (text: string) => text };

/** Without a listener, a lent connection that breaks would end the process. */
export const ignoreError = (): void => undefined;

/** Each statement is a transaction and a round trip. `PostgresPersistence` says which are tried again. */
export class StatementRunner {
    private readonly constantParts = new Map<Statement, PostgresQuery>();

    public constructor(
        private readonly pool: PostgresPool,
        private readonly options: Pick<CheckedPostgresOptions, "retry" | "retryTimeoutInMs" | "timeoutInMs">
    ) {}

    public async run(statement: Statement, values: unknown[] = []): Promise<StatementResult> {
        const { retry, retryTimeoutInMs } = this.options;
        const lastBegin = performance.now() + retryTimeoutInMs;
        for (let attempt = 1; ; attempt++) {
            const outcome = await this.attempt(statement, values);
            if (!("cause" in outcome)) return outcome;

            const isSafe = outcome.isTemporary && (outcome.changedNothing || statement.isRetryable);
            const delayInMs = retryDelayInMs(attempt, retry, Math.random());
            if (!isSafe || attempt >= retry.attempts || performance.now() + delayInMs > lastBegin) {
                throw persistenceErrorOf(outcome, statement.isRetryable);
            }
            await wait(delayInMs);
        }
    }

    /** The driver copies a query's own properties one by one, which is slow: so what is constant is in the prototype. */
    private queryOf(statement: Statement, values: unknown[]): PostgresQuery {
        let constant = this.constantParts.get(statement);
        if (constant === undefined) {
            const { name, text } = statement;
            constant = { name, text, rowMode: "array", types: asText, query_timeout: this.options.timeoutInMs };
            this.constantParts.set(statement, constant);
        }
        const query = Object.create(constant) as PostgresQuery;
        query.values = values;
        return query;
    }

    public async attempt(statement: Statement, values: unknown[]): Promise<StatementResult | Failure> {
        let client: PostgresClient;
        try {
            client = await this.pool.connect();
        } catch (error) {
            return connectFailure(error);
        }
        client.on("error", ignoreError);
        let connectionIsLost = false;
        try {
            const { rows, rowCount } = await client.query(this.queryOf(statement, values));
            return { rows: rows as Row[], rowCount: rowCount ?? 0 };
        } catch (error) {
            const failure = statementFailure(error);
            connectionIsLost = failure.connectionIsLost;
            return failure;
        } finally {
            // In this order: from its release on the pool itself listens.
            client.release(connectionIsLost);
            client.removeListener("error", ignoreError);
        }
    }
}
