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

/** A connection that breaks while it is lent says so as an event as well; without a listener the event would end the process. */
export const ignoreError = (): void => undefined;

/**
 * Runs single statements, each in a transaction of its own, and each in one round trip.
 *
 * It tries again, within the host's bounds, where that cannot do anything twice: a read, whatever became of it; a write
 * only where the server has said that it undid it or where it never got there. A write whose answer is lost is never
 * repeated. It may have been made; then the repetition would find its own record in the way and take it for another's.
 */
export class StatementRunner {
    private readonly constantParts = new Map<Statement, PostgresQuery>();

    public constructor(
        private readonly pool: PostgresPool,
        private readonly options: Pick<CheckedPostgresOptions, "retry" | "retryTimeoutInMs" | "timeoutInMs">
    ) {}

    /** Rejects with a `PersistenceError` whose cause is the driver's error. */
    public async run(statement: Statement, values: unknown[] = []): Promise<StatementResult> {
        const { retry, retryTimeoutInMs } = this.options;
        const lastBegin = performance.now() + retryTimeoutInMs;
        for (let attempt = 1; ; attempt++) {
            const outcome = await this.attempt(statement, values);
            if (!("cause" in outcome)) return outcome;

            const isSafe = outcome.isTemporary && (outcome.changedNothing || statement.isRead);
            const delayInMs = retryDelayInMs(attempt, retry, Math.random());
            if (!isSafe || attempt >= retry.attempts || performance.now() + delayInMs > lastBegin) {
                throw persistenceErrorOf(outcome, statement.isRead);
            }
            await wait(delayInMs);
        }
    }

    /**
     * The driver copies each query's own properties, one by one, at a cost that shows. What is the same each time stands
     * in the prototype, which it keeps.
     */
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

    /** Once, and what is known where it failed. */
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
