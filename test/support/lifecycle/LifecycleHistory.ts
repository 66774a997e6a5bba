import { ErrorCode, IdentityDeletionModule } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { type Deleter, Lifecycle } from "../../../src/lifecycle";
import { FixedClock } from "../../../src/testing";
import { RecordingEventBus } from "../RecordingEventBus";
import { person, pseudonymKey } from "./LifecycleWorld";
import { type Fault, UnreliablePort } from "./UnreliablePort";
import { VirtualTimer } from "./VirtualTimer";

/** What a test has happen, one after the other. */
export type Step =
    | { readonly kind: "initiate"; readonly who: number; readonly days: number }
    | { readonly kind: "cancel"; readonly who: number }
    | { readonly kind: "pass"; readonly days: number }
    | {
          readonly kind: "run";
          readonly workers: readonly number[];
          /** Somebody cancels while they run. */
          readonly cancels: readonly number[];
          readonly faults: readonly (readonly [number, Fault])[];
          readonly diesAt: number | undefined;
      };

/** How a deleter or the notifier behaves at a call. */
export type Behaviour = "works" | "fails" | "worksLate";

interface Life {
    readonly who: number;
    readonly id: string;
    readonly createdAt: number;
    readonly endsAt: number;
    isCancelled: boolean;
}

const leaseInMs = 600_000;
const maxAttempts = 3;
const deleterNames = ["rows", "files", "keys"];

/** Several workers over one store, everything that they do, and what must never be so. */
export class LifecycleHistory {
    public readonly lives: Life[] = [];
    private readonly clock = new FixedClock();
    private readonly store = new InMemoryPersistence();
    private readonly bus = new RecordingEventBus();
    private readonly deletions: { id: string; address: string; name: string; at: number; isDone: boolean }[] = [];
    private readonly reminders: { id: string; key: string; days: number; at: number }[] = [];
    private readonly notices: { id: string; key: string }[] = [];
    private readonly workers: { lifecycle: Lifecycle; module: IdentityDeletionModule; unreliable: UnreliablePort }[] =
        [];
    private desk!: IdentityDeletionModule;
    private maxRepetitions = 0;
    /** How often a worker may have been stopped in the middle of something. */
    private deaths = 0;
    private behaviours: Iterator<Behaviour>;

    public constructor(
        behaviours: Iterable<Behaviour>,
        private readonly random: () => number
    ) {
        this.behaviours = behaviours[Symbol.iterator]();
    }

    public async live(steps: readonly Step[]): Promise<void> {
        this.desk = await IdentityDeletionModule.create({
            persistence: this.store,
            clock: this.clock,
            pseudonymKey,
            lifecycle: "elsewhere",
            eventBus: this.bus
        });
        for (let index = 0; index < 3; index++) this.workers.push(await this.newWorker());
        for (const step of steps) await this.take(step);
        await this.bringToAnEnd();
    }

    private async take(step: Step): Promise<void> {
        if (step.kind === "initiate") await this.initiate(step.who, step.days);
        else if (step.kind === "cancel") await this.cancel(step.who);
        else if (step.kind === "pass") this.clock.advance({ days: step.days });
        else await this.run(step);
    }

    private async initiate(who: number, days: number): Promise<void> {
        const createdAt = this.clock.now().toMillis();
        const facade = this.desk.forIdentity(person(who)).identityDeletionProcesses;
        const result = await facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: days });
        if (result.isError) {
            const { activeIdentityDeletionProcessAlreadyExists, identityIsDeleted } = ErrorCode;
            expect([activeIdentityDeletionProcessAlreadyExists, identityIsDeleted]).toContain(result.error.code);
            return;
        }
        const endsAt = Date.parse(result.value.gracePeriodEndsAt);
        this.lives.push({ who, id: result.value.id, createdAt, endsAt, isCancelled: false });
    }

    private async cancel(who: number): Promise<void> {
        const facade = this.desk.forIdentity(person(who)).identityDeletionProcesses;
        const result = await facade.cancelIdentityDeletionProcess();
        if (result.isSuccess) this.lives.find(({ id }) => id === result.value.id)!.isCancelled = true;
        else {
            const { noActiveIdentityDeletionProcess, gracePeriodHasExpired } = ErrorCode;
            expect([noActiveIdentityDeletionProcess, gracePeriodHasExpired]).toContain(result.error.code);
        }
    }

    private async run({ workers, cancels, faults, diesAt }: Step & { kind: "run" }): Promise<void> {
        const [first] = workers;
        this.workers[first].unreliable.planFaults(new Map(faults), diesAt);
        const work = workers.map((index) => this.workers[index].lifecycle.runDue(undefined, 3).catch(() => undefined));
        await Promise.all([...work, ...cancels.map((who) => this.cancel(who))]);
        this.workers[first].unreliable.planFaults(new Map());
        this.deaths += faults.length + (diesAt === undefined ? 0 : 1);
        this.maxRepetitions += faults.length + workers.length + (diesAt === undefined ? 0 : 1);
        if (diesAt !== undefined) this.workers[first] = await this.newWorker();
    }

    /** Everything works from now on: nothing may be left open. */
    private async bringToAnEnd(): Promise<void> {
        this.behaviours = [][Symbol.iterator]();
        const [{ lifecycle }] = this.workers;
        for (let round = 0; round < 500; round++) {
            await lifecycle.retryAll();
            await lifecycle.runDue(undefined, 1000);
            const { nextDueAt, failed } = await lifecycle.status();
            if (nextDueAt === undefined && failed === 0) break;
            if (nextDueAt !== undefined && Date.parse(nextDueAt) > this.clock.now().toMillis()) {
                this.clock.set(nextDueAt);
            }
        }
        for (const { module } of this.workers) await module.close();
        await this.store.open();
    }

    private async newWorker(): Promise<(typeof this.workers)[number]> {
        const unreliable = new UnreliablePort(this.store, this.random);
        const configured = Lifecycle.configure({
            deleters: deleterNames.map((name, index) => this.deleter(name, deleterNames.slice(0, index))),
            notifier: {
                remind: async ({ processId, idempotencyKey, daysBeforeEnd }) => {
                    const at = this.clock.now().toMillis();
                    this.reminders.push({ id: processId, key: idempotencyKey, days: daysBeforeEnd, at });
                    await this.behave();
                },
                notifyOfDeletion: async ({ processId, idempotencyKey }) => {
                    this.notices.push({ id: processId, key: idempotencyKey });
                    await this.behave();
                }
            },
            leaseInMs,
            timeoutInMs: leaseInMs - 1,
            retry: { attempts: maxAttempts },
            concurrency: 2,
            timer: new VirtualTimer(this.clock),
            random: this.random
        });
        const module = await IdentityDeletionModule.create({
            persistence: unreliable.port,
            clock: this.clock,
            pseudonymKey,
            lifecycle: configured,
            eventBus: this.bus
        });
        const { lifecycle } = module;
        return { lifecycle, module, unreliable };
    }

    private deleter(name: string, dependsOn: readonly string[]): Deleter {
        return {
            name,
            dependsOn,
            deleteIdentityData: async (address, { processId }) => {
                const deletion = { id: processId, address, name, at: this.clock.now().toMillis(), isDone: false };
                this.deletions.push(deletion);
                for (const each of dependsOn) expect(this.doneOf(processId, each)).not.toStrictEqual([]);
                await this.behave();
                deletion.isDone = true;
            }
        };
    }

    private async behave(): Promise<void> {
        const behaviour = (this.behaviours.next().value as Behaviour | undefined) ?? "works";
        for (let turns = Math.floor(this.random() * 6); turns > 0; turns--) await Promise.resolve();
        // So late that others have taken it for dead.
        if (behaviour === "worksLate") this.clock.advance({ milliseconds: leaseInMs + 1 });
        for (let turns = Math.floor(this.random() * 30); turns > 0; turns--) await Promise.resolve();
        if (behaviour === "fails") throw new Error("It does not work.");
    }

    private doneOf(id: string, name: string): unknown[] {
        return this.deletions.filter((each) => each.id === id && each.name === name && each.isDone);
    }

    /** Throws where anything was so that must never be so. */
    public async check(): Promise<void> {
        for (const life of this.lives) {
            this.checkReminders(life);
            if (life.isCancelled) this.checkCancelled(life);
            else await this.checkDeleted(life);
        }
        for (const who of new Set(this.lives.map((life) => life.who))) await this.checkStore(who);
    }

    private checkReminders({ id, createdAt, endsAt }: Life): void {
        const own = this.reminders.filter((each) => each.id === id);
        for (const { key, days, at } of own) {
            const due = endsAt - days * 86_400_000;
            expect(key).toBe(`${id}:reminder:${days}`);
            expect([due > createdAt, at >= due, at < endsAt]).toStrictEqual([true, true, true]);
        }
        const days = own.map((each) => each.days);
        expect(days).toStrictEqual([...days].sort((a, b) => b - a));
    }

    private checkCancelled({ id }: Life): void {
        expect(this.deletions.filter((each) => each.id === id)).toStrictEqual([]);
        expect(this.notices.filter((each) => each.id === id)).toStrictEqual([]);
        expect(this.statusesOf(id)).toStrictEqual(["Active", "Cancelled"]);
    }

    private async checkDeleted({ who, id, endsAt }: Life): Promise<void> {
        const own = this.deletions.filter((each) => each.id === id);
        for (const { at, address } of own) {
            expect(at).toBeGreaterThanOrEqual(endsAt);
            expect(address).toBe(person(who).address);
        }
        for (const name of deleterNames) {
            const times = this.doneOf(id, name).length;
            expect(times).toBeGreaterThanOrEqual(1);
            expect(times).toBeLessThanOrEqual(1 + this.maxRepetitions);
        }
        const keys = this.notices.filter((each) => each.id === id).map(({ key }) => key);
        // Where workers have died three times on their way to it, as many as the attempts there are, it may be given up untried.
        const isTried = keys.length > 0 || this.deaths < maxAttempts;
        expect(new Set(keys)).toStrictEqual(new Set(isTried ? [`${id}:deleted`] : []));
        // An event that a fault has swallowed is not sent later; none comes twice, or too early.
        const statuses = this.statusesOf(id);
        expect(["Active", "Deleting", "Deleted"].filter((each) => statuses.includes(each))).toStrictEqual(statuses);
        const records = await this.store.list(pseudonymKey.identityKeyOf(person(who).address));
        expect(records.map(({ data, dueAt }) => ({ data, dueAt }))).toStrictEqual([
            { data: { process: { id, status: "Deleted" } }, dueAt: null }
        ]);
    }

    private async checkStore(who: number): Promise<void> {
        const { address } = person(who);
        const records = await this.store.list(pseudonymKey.identityKeyOf(address));
        const isDeleted = this.lives.some((life) => life.who === who && !life.isCancelled);
        if (isDeleted) expect(JSON.stringify(records)).not.toMatch(new RegExp(`${address}|${person(who).deviceId}`));
    }

    private statusesOf(id: string): string[] {
        return this.bus.events.filter(({ data }) => data.id === id).map(({ data }) => data.status);
    }
}
