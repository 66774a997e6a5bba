import { IdentityDeletionModule } from "../../../src";
import { PostgresPersistence } from "../../../src/adapters/postgres";
import { GraphileRunner, type GraphileRunnerOptions } from "../../../src/graphile";
import { Lifecycle, type LifecycleEvent, type LifecycleOptions } from "../../../src/lifecycle";
import { FixedClock } from "../../../src/testing";
import { person, pseudonymKey } from "../lifecycle/LifecycleWorld";
import type { PostgresServer } from "../PostgresServer";

type DeletionBehaviour = LifecycleOptions["deleters"][number]["deleteIdentityData"];

export interface MachineOptions extends Partial<Omit<GraphileRunnerOptions, "lifecycle">> {
    readonly deleteIdentityData?: DeletionBehaviour;
    readonly lifecycle?: Partial<LifecycleOptions>;
}

/** Far more than anything here takes: a test that fails must end all the same. */
const maxWaitInMs = 60_000;

/** Resolves when it is so. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + maxWaitInMs;
    while (!(await condition())) {
        if (performance.now() > end) throw new Error("It has not come to that.");
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
}

/** A machine: a module with a lifecycle over the shared store, and a runner over the shared tables of jobs. */
export class Machine {
    public readonly begun: string[] = [];
    public readonly finished: string[] = [];
    public readonly events: LifecycleEvent[] = [];
    public readonly errors: unknown[] = [];
    public lifecycle!: Lifecycle;
    public module!: IdentityDeletionModule;
    public runner!: GraphileRunner;

    public async stop(limitInMs?: number): Promise<void> {
        await this.runner?.stop(limitInMs);
        await this.module.close();
    }
}

/** Machines over one store and one schema of jobs, on a server that other worlds use too. Their clock does not move. */
export class GraphileWorld {
    private static count = 0;

    public readonly clock = new FixedClock();
    public readonly store: string;
    public readonly jobs: string;
    private readonly machines: Machine[] = [];
    private numberOfPeople = 0;

    public constructor(private readonly server: PostgresServer) {
        const number = ++GraphileWorld.count;
        this.store = `store_${number}`;
        this.jobs = `jobs_${number}`;
    }

    /** Its runner looks for work only when it is told to, unless the options say otherwise. */
    public async start(options: MachineOptions = {}): Promise<Machine> {
        const { deleteIdentityData, lifecycle, ...rest } = options;
        const machine = await this.create(deleteIdentityData, lifecycle);
        machine.runner = await GraphileRunner.start({
            lifecycle: machine.lifecycle,
            database: this.server.connectionString,
            schema: this.jobs,
            sweepIntervalInMs: 3_600_000,
            heartbeatIntervalInMs: 50,
            heartbeatTimeoutInMs: 3_600_000,
            onError: (error) => machine.errors.push(error),
            ...rest
        });
        return machine;
    }

    /** A machine without a runner. */
    public async create(behaviour?: DeletionBehaviour, options: Partial<LifecycleOptions> = {}): Promise<Machine> {
        const machine = new Machine();
        const configured = Lifecycle.configure({
            deleters: [
                {
                    name: "files",
                    deleteIdentityData: async (address, context) => {
                        machine.begun.push(address);
                        await behaviour?.(address, context);
                        machine.finished.push(address);
                    }
                }
            ],
            notifier: "none",
            observer: { observe: (event) => machine.events.push(event) },
            ...options
        });
        const module = await IdentityDeletionModule.create({
            persistence: PostgresPersistence.open({ ...this.server.config(), max: 4 }, { schema: this.store }),
            clock: this.clock,
            pseudonymKey,
            lifecycle: configured
        });
        machine.module = module;
        machine.lifecycle = module.lifecycle;
        this.machines.push(machine);
        return machine;
    }

    /** Identities whose grace period is over. Gives their addresses. */
    public async addDue(count: number): Promise<string[]> {
        const machine = await this.create();
        const people = Array.from({ length: count }, () => person(this.numberOfPeople++));
        for (const each of people) {
            const { identityDeletionProcesses } = machine.module.forIdentity(each);
            const result = await identityDeletionProcesses.initiateIdentityDeletionProcess();
            if (result.isError) throw result.error;
        }
        this.clock.advance({ days: 14 });
        return people.map(({ address }) => address);
    }

    public async statuses(): Promise<Record<string, number>> {
        const rows = await this.server.query<{ status: string; count: number }>(
            `SELECT data->'process'->>'status' AS status, count(*)::int FROM ${this.store}.records
            WHERE data->'process' IS NOT NULL GROUP BY 1`
        );
        return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
    }

    public async areDeleted(count: number): Promise<boolean> {
        return (await this.statuses()).Deleted === count;
    }

    /** The jobs as graphile-worker shows them, with what they are about. */
    public async jobRows(): Promise<JobRow[]> {
        return await this.server.query<JobRow>(
            `SELECT shown.*, job.payload FROM ${this.jobs}.jobs AS shown JOIN ${this.jobs}._private_jobs AS job USING (id)
            ORDER BY id`
        );
    }

    public async query<Row extends object>(sql: string): Promise<Row[]> {
        return await this.server.query<Row>(sql.replaceAll("jobs.", `${this.jobs}.`));
    }

    public async end(): Promise<void> {
        await Promise.all(this.machines.map(async (machine) => await machine.stop(0)));
    }
}

export interface JobRow {
    readonly id: string;
    readonly task_identifier: string;
    readonly key: string | null;
    readonly attempts: number;
    readonly max_attempts: number;
    readonly last_error: string | null;
    readonly locked_by: string | null;
    readonly payload: { readonly names?: string[] };
}
