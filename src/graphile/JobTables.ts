import { createHash } from "node:crypto";
import { PersistenceError } from "../ports/PersistenceError";
import type { StatementRunner } from "../adapters/postgres/StatementRunner";
import type { Statement } from "../adapters/postgres/statements";

/** What a job is for: `task` is its name in the tables. */
export const sweepTask = "identity-deletion-sweep";
export const batchTask = "identity-deletion-batch";

/** One job's share of what is due. `names` are places in the queue of what is due: they name nobody. */
export interface Batch {
    readonly names: readonly string[];
    /** The sweep that made it may have left some over. */
    readonly isLastOfFullSweep: boolean;
}

/** How often the engine tries one job. What is then left of it is removed: the next sweep finds again what is due. */
const mostAttempts = 5;

/**
 * The statements that the runner itself runs in the schema of the jobs. They use what graphile-worker publishes for SQL:
 * its functions and the view `jobs`. The one table beside, `identity_deletion_workers`, holds who has said when that it
 * lives. All times are the server's. Each statement may be repeated, whatever became of it.
 */
export class JobTables {
    private readonly statements: ReturnType<typeof statementsFor>;

    public constructor(
        private readonly runner: StatementRunner,
        schema: string
    ) {
        this.statements = statementsFor(schema);
    }

    /** After graphile-worker's own migrations. Where the table is there, nothing is created, nor asked to be allowed. */
    public async prepare(): Promise<void> {
        if (await this.isPrepared()) return;
        try {
            await this.runner.run(this.statements.createWorkers);
        } catch (error) {
            // Another machine may have been quicker.
            if (!(await this.isPrepared())) throw error;
        }
    }

    /** Has `worker` live, now. */
    public async beat(worker: string): Promise<void> {
        await this.runner.run(this.statements.beat, [worker]);
    }

    public async forget(worker: string): Promise<void> {
        await this.runner.run(this.statements.forget, [worker]);
    }

    /** Gives the jobs of workers that have not been heard of for so long to whoever comes next. */
    public async unlockJobsOfTheDead(heartbeatTimeoutInMs: number): Promise<void> {
        await this.runner.run(this.statements.unlock, [heartbeatTimeoutInMs]);
        await this.runner.run(this.statements.forgetTheDead, [heartbeatTimeoutInMs]);
    }

    /** Removes the jobs that have been tried too often: the engine would keep them forever. */
    public async removeExhausted(): Promise<void> {
        await this.runner.run(this.statements.removeExhausted);
    }

    /** One that waits already stays as it is. */
    public async ensureSweepWithin(milliseconds: number): Promise<void> {
        await this.runner.run(this.statements.addSweep, [milliseconds, "preserve_run_at"]);
    }

    public async sweepNow(): Promise<void> {
        await this.runner.run(this.statements.addSweep, [0, "replace"]);
    }

    /** The first takes the place of the first that waits, and so on: a sweep that is done twice makes no more jobs. */
    public async addBatches(batches: readonly Batch[]): Promise<void> {
        if (batches.length === 0) return;
        const jobs = batches.map((payload, index) => ({
            identifier: batchTask,
            payload,
            job_key: `${batchTask}:${index}`,
            max_attempts: mostAttempts
        }));
        await this.runner.run(this.statements.addBatches, [JSON.stringify(jobs)]);
    }

    private async isPrepared(): Promise<boolean> {
        const { rows } = await this.runner.run(this.statements.isPrepared);
        if (rows.length !== 1) throw new PersistenceError("unavailable", "PostgreSQL has not answered as it must.");
        return rows[0][0] === "t";
    }
}

function statementsFor(
    schema: string
): Record<
    | "isPrepared"
    | "createWorkers"
    | "beat"
    | "forget"
    | "unlock"
    | "forgetTheDead"
    | "removeExhausted"
    | "addSweep"
    | "addBatches",
    Statement
> {
    const jobs = `${schema}.jobs`;
    const workers = `${schema}.identity_deletion_workers`;
    const ours = `task_identifier IN ('${sweepTask}', '${batchTask}')`;
    const longAgo = "pg_catalog.now() - $1::bigint * interval '1 ms'";
    return {
        isPrepared: statement(`SELECT pg_catalog.to_regclass('${workers.replaceAll("'", "''")}') IS NOT NULL`),
        createWorkers: statement(
            `CREATE TABLE IF NOT EXISTS ${workers} (worker text PRIMARY KEY, seen_at timestamptz NOT NULL)`
        ),
        beat: statement(
            `INSERT INTO ${workers} (worker, seen_at) VALUES ($1, pg_catalog.now())
            ON CONFLICT (worker) DO UPDATE SET seen_at = EXCLUDED.seen_at`
        ),
        forget: statement(`DELETE FROM ${workers} WHERE worker = $1`),
        // Also of one that died before it had said for the first time that it lives.
        unlock: statement(
            `SELECT ${schema}.force_unlock_workers(pg_catalog.array_agg(DISTINCT locked_by)) FROM ${jobs}
            WHERE ${ours} AND locked_by IS NOT NULL AND locked_at < ${longAgo} AND NOT EXISTS (
                SELECT FROM ${workers} WHERE worker = locked_by AND seen_at >= ${longAgo})
            HAVING count(*) > 0`
        ),
        forgetTheDead: statement(`DELETE FROM ${workers} WHERE seen_at < ${longAgo}`),
        removeExhausted: statement(
            `SELECT ${schema}.complete_jobs(pg_catalog.array_agg(id)) FROM ${jobs}
            WHERE ${ours} AND locked_by IS NULL AND attempts >= max_attempts
            HAVING count(*) > 0`
        ),
        addSweep: statement(
            `SELECT ${schema}.add_job('${sweepTask}', job_key := '${sweepTask}', max_attempts := ${mostAttempts},
                run_at := pg_catalog.now() + $1::bigint * interval '1 ms', job_key_mode := $2::text)`
        ),
        addBatches: statement(
            `SELECT FROM ${schema}.add_jobs(ARRAY(
                SELECT pg_catalog.json_populate_recordset(NULL::${schema}.job_spec, $1::json)))`
        )
    };
}

function statement(text: string): Statement {
    const name = `identity-deletion-jobs-${createHash("sha256").update(text).digest("hex").slice(0, 20)}`;
    return { name, text, isRead: true };
}
