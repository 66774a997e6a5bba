import { PersistenceError } from "../ports/PersistenceError";
import type { StatementRunner } from "../adapters/postgres/StatementRunner";
import { retryable } from "../adapters/postgres/statements";

export const sweepTask = "identity-deletion-sweep";
export const batchTask = "identity-deletion-batch";

/** `names` are positions in the queue of what is due, without personal data. */
export interface Batch {
    readonly names: readonly string[];
    /** More may be due than the sweep has found. */
    readonly isLastOfFullSweep: boolean;
}

const maxAttempts = 5;

/** Uses only what graphile-worker publishes for SQL. All times are the server's. Each statement may be retried. */
export class JobTables {
    private readonly statements: ReturnType<typeof statementsFor>;

    public constructor(
        private readonly runner: StatementRunner,
        schema: string
    ) {
        this.statements = statementsFor(schema);
    }

    /** After graphile-worker's own migrations. Needs no right to create where the table exists. */
    public async prepare(): Promise<void> {
        if (await this.isPrepared()) return;
        try {
            await this.runner.run(this.statements.createWorkers);
        } catch (error) {
            if (!(await this.isPrepared())) throw error;
        }
    }

    public async beat(worker: string): Promise<void> {
        await this.runner.run(this.statements.beat, [worker]);
    }

    public async forget(worker: string): Promise<void> {
        await this.runner.run(this.statements.forget, [worker]);
    }

    public async unlockJobsOfTheDead(heartbeatTimeoutInMs: number): Promise<void> {
        await this.runner.run(this.statements.unlock, [heartbeatTimeoutInMs]);
        await this.runner.run(this.statements.forgetTheDead, [heartbeatTimeoutInMs]);
    }

    /** The engine would keep jobs that failed too often forever. */
    public async removeExhausted(): Promise<void> {
        await this.runner.run(this.statements.removeExhausted);
    }

    /** One that is planned already keeps its time. */
    public async ensureSweepWithin(milliseconds: number): Promise<void> {
        await this.runner.run(this.statements.addSweep, [milliseconds, "preserve_run_at"]);
    }

    public async sweepNow(): Promise<void> {
        await this.runner.run(this.statements.addSweep, [0, "replace"]);
    }

    /** By position, so that a repeated sweep makes no more jobs. */
    public async addBatches(batches: readonly Batch[]): Promise<void> {
        if (batches.length === 0) return;
        const jobs = batches.map((payload, index) => ({
            identifier: batchTask,
            payload,
            job_key: `${batchTask}:${index}`,
            max_attempts: maxAttempts
        }));
        await this.runner.run(this.statements.addBatches, [JSON.stringify(jobs)]);
    }

    private async isPrepared(): Promise<boolean> {
        const { rows } = await this.runner.run(this.statements.isPrepared);
        if (rows.length !== 1) throw new PersistenceError("unavailable", "PostgreSQL has not answered as it must.");
        return rows[0][0] === "t";
    }
}

function statementsFor(schema: string) {
    const jobs = `${schema}.jobs`;
    const workers = `${schema}.identity_deletion_workers`;
    const ours = `task_identifier IN ('${sweepTask}', '${batchTask}')`;
    const longAgo = "pg_catalog.now() - $1::bigint * interval '1 ms'";
    return {
        isPrepared: retryable(`SELECT pg_catalog.to_regclass('${workers.replaceAll("'", "''")}') IS NOT NULL`),
        createWorkers: retryable(
            `CREATE TABLE IF NOT EXISTS ${workers} (worker text PRIMARY KEY, seen_at timestamptz NOT NULL)`
        ),
        beat: retryable(
            `INSERT INTO ${workers} (worker, seen_at) VALUES ($1, pg_catalog.now())
            ON CONFLICT (worker) DO UPDATE SET seen_at = EXCLUDED.seen_at`
        ),
        forget: retryable(`DELETE FROM ${workers} WHERE worker = $1`),
        // Also of a worker that died before its first heartbeat.
        unlock: retryable(
            `SELECT ${schema}.force_unlock_workers(pg_catalog.array_agg(DISTINCT locked_by)) FROM ${jobs}
            WHERE ${ours} AND locked_by IS NOT NULL AND locked_at < ${longAgo} AND NOT EXISTS (
                SELECT FROM ${workers} WHERE worker = locked_by AND seen_at >= ${longAgo})
            HAVING count(*) > 0`
        ),
        forgetTheDead: retryable(`DELETE FROM ${workers} WHERE seen_at < ${longAgo}`),
        removeExhausted: retryable(
            `SELECT ${schema}.complete_jobs(pg_catalog.array_agg(id)) FROM ${jobs}
            WHERE ${ours} AND locked_by IS NULL AND attempts >= max_attempts
            HAVING count(*) > 0`
        ),
        addSweep: retryable(
            `SELECT ${schema}.add_job('${sweepTask}', job_key := '${sweepTask}', max_attempts := ${maxAttempts},
                run_at := pg_catalog.now() + $1::bigint * interval '1 ms', job_key_mode := $2::text)`
        ),
        addBatches: retryable(
            `SELECT FROM ${schema}.add_jobs(ARRAY(
                SELECT pg_catalog.json_populate_recordset(NULL::${schema}.job_spec, $1::json)))`
        )
    };
}
