import { EventEmitter } from "node:events";
import type { Runner, RunnerOptions, TaskList } from "graphile-worker";
import type { PostgresPool } from "../adapters/postgres";
import { retryDelayInMs } from "../domain/retry";
import { driverIsNotInstalled } from "../ports/driverIsNotInstalled";
import type { CheckedGraphileRunnerOptions } from "./GraphileRunnerOptions";

type GraphileWorker = typeof import("graphile-worker");

const restartDelays = { firstDelayInMs: 1_000, maxDelayInMs: 30_000 };

/** graphile-worker, logging errors only. It ends by itself when it could not write for long, and is then started again. */
export class JobEngine {
    /** The name that it locks jobs with. It changes at each start. */
    public worker: string | undefined;

    private runner: Runner | undefined;
    private starting: Promise<void> = Promise.resolve();
    private isStopping = false;
    private failures = 0;
    private restart: NodeJS.Timeout | undefined;

    public constructor(
        private readonly options: CheckedGraphileRunnerOptions,
        private readonly pool: PostgresPool,
        private readonly taskList: TaskList
    ) {}

    public async prepare(): Promise<void> {
        await loadGraphileWorker().runMigrations(this.runnerOptions(new EventEmitter()));
    }

    public async start(): Promise<void> {
        this.starting = this.begin();
        await this.starting;
    }

    public async stop(): Promise<void> {
        this.isStopping = true;
        clearTimeout(this.restart);
        await this.starting.catch(() => undefined);
        // Rejects where it was ending by itself.
        await this.runner?.stop().catch(() => undefined);
        await this.runner?.promise.catch(() => undefined);
    }

    private async begin(): Promise<void> {
        const events: RunnerOptions["events"] = new EventEmitter();
        events.on("pool:create", ({ workerPool }) => (this.worker = workerPool.id));
        const runner = await loadGraphileWorker().run(this.runnerOptions(events));
        this.runner = runner;
        runner.promise.then(
            () => this.beginAgain(new Error("The job engine has ended by itself.")),
            (error: unknown) => this.beginAgain(error)
        );
        events.on("worker:getJob:empty", () => (this.failures = 0));
        events.on("job:success", () => (this.failures = 0));
    }

    private beginAgain(error: unknown): void {
        if (this.isStopping) return;
        this.options.report(error);
        const delay = retryDelayInMs(++this.failures, restartDelays, 0);
        this.restart = setTimeout(() => {
            this.starting = this.begin().catch((again: unknown) => this.beginAgain(again));
        }, delay);
    }

    private runnerOptions(events: RunnerOptions["events"]): RunnerOptions {
        const { Logger } = loadGraphileWorker();
        const { schema, concurrentBatches, report } = this.options;
        return {
            pgPool: this.pool as RunnerOptions["pgPool"],
            schema,
            concurrency: concurrentBatches,
            taskList: this.taskList,
            parsedCronItems: [],
            noHandleSignals: true,
            // Without these two, an error while a job is marked as done would be uncaught and end the process.
            preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
            events,
            logger: new Logger(() => (level: string, message, meta) => {
                // A job has reported its failure itself; this message would hold its stack.
                if (level === "error" && meta?.failure !== true) report(new Error(message));
            })
        };
    }
}

function loadGraphileWorker(): GraphileWorker {
    try {
        return require("graphile-worker") as GraphileWorker;
    } catch (cause) {
        throw driverIsNotInstalled(["graphile-worker"], cause);
    }
}
