import { IdentityDeletionModule, type StoredRecord } from "../../../../src";
import { InMemoryPersistence } from "../../../../src/adapters/memory";
import type { LifecycleEvent } from "../../../../src/lifecycle";
import { PseudonymKey } from "../../../../src/pseudonymization";
import type { Breakage } from "./Breakage";
import { millisecondsPerDay } from "./Course";
import { askForTheDead } from "./askForTheDead";
import { Dice } from "./Dice";
import type { Fault } from "./Faults";
import { HostCode } from "./HostCode";
import { Life } from "./Life";
import { LifecycleChecker } from "./LifecycleChecker";
import { mortalPersistence, type FaultPlan } from "./mortalPersistence";
import { Person } from "./Person";
import { seededIdentity } from "./seededIdentity";
import { SimulatedWorker } from "./SimulatedWorker";
import { VirtualTime } from "./VirtualTime";

const hour = 3_600_000;
const start = Date.parse("2026-11-23T10:00:00.000Z");
const numberOfWorkers = 4;
const leaseInMs = 300_000;
const timeoutInMs = 150_000;
const remindersInDaysBeforeEnd = [12, 10, 5];
/** In the middle of it, a new version of the host takes out a deleter and brings another. */
const versions = [
    { names: ["files", "rows", "backups"], retired: [] },
    { names: ["files", "rows", "archive"], retired: ["backups"] }
];
const dependencies = new Map([
    ["rows", ["files"]],
    ["backups", ["files"]],
    ["archive", ["rows"]]
]);
/** After it, whatever has not ended will not. */
const maxDaysToSettle = 150;

export interface SimulationOptions {
    readonly seed: number;
    readonly identities: number;
    readonly days: number;
    readonly breakage?: Breakage;
    /** Each day of it, with the days that have passed. */
    readonly onDay?: (day: number) => void;
}

export interface SimulationReport {
    readonly faults: readonly Fault[];
    /** The same for the same options. */
    readonly digest: string;
    readonly counts: Readonly<Record<string, number>>;
}

/** Many people, years, and workers on one store, within minutes and one process. */
export class Simulation {
    private readonly time = new VirtualTime(start);
    private readonly dice: Dice;
    private readonly store = new InMemoryPersistence();
    private readonly counts: Record<string, number> = {};
    private readonly checker: LifecycleChecker;
    private readonly hostCode: HostCode;
    private readonly workers: SimulatedWorker[];
    private readonly pseudonymKey: PseudonymKey;
    private readonly outages: readonly { from: number; to: number }[];
    private isQuiet = false;

    public constructor(private readonly options: SimulationOptions) {
        this.dice = new Dice(options.seed);
        this.pseudonymKey = PseudonymKey.of(Uint8Array.from({ length: 32 }, () => this.dice.between(0, 255)));
        this.outages = [0.3, 0.6].map((part) => this.outageAt(start + part * options.days * millisecondsPerDay));
        const { outages } = this;
        this.checker = new LifecycleChecker({ timeoutInMs, remindersInDaysBeforeEnd, dependencies, outages });
        const { dice, checker, faultPlan } = this;
        this.hostCode = new HostCode(dice, faultPlan, checker, timeoutInMs, dependencies);
        this.workers = Array.from({ length: numberOfWorkers }, (_, number) => this.worker(`worker-${number + 1}`));
    }

    public async run(): Promise<SimulationReport> {
        const { options, time, workers } = this;
        await this.store.open();
        const app = await this.app();
        for (const worker of workers) worker.start();
        for (const { from } of this.outages) time.after(from - start, () => workers.forEach((worker) => worker.die()));
        for (let number = 0; number < options.identities; number++)
            void this.person(number, app).live(this.startOfPerson());
        for (let day = 1; day <= options.days; day++) await this.passDay(day);
        this.isQuiet = true;
        this.hostCode.isSound = true;
        for (const worker of workers) worker.die();
        for (let day = 1; day <= maxDaysToSettle && !(await this.isSettled()); day++)
            await this.passDay(options.days + day);
        if (this.checker.faults.found.length === 0) this.checker.conclude(await this.records());
        if (this.checker.faults.found.length === 0)
            await this.time.during(async () => await askForTheDead(this.checker, app));
        return this.report();
    }

    private readonly faultPlan: FaultPlan = {
        diesHere: () => !this.isQuiet && this.dice.chance(1 / 4_000),
        storeFailsHere: () => !this.isQuiet && this.dice.chance(1 / 2_000)
    };

    private async passDay(day: number): Promise<void> {
        if (this.checker.faults.found.length > 0) return;
        this.options.onDay?.(day);
        await this.time.passUntil(start + day * millisecondsPerDay);
        // An operator looks at what has been parked, and tries it again.
        for (const { lifecycle } of this.workers) {
            if (lifecycle === undefined) continue;
            void lifecycle.retryAll().then(
                (count) => this.count("retried", count),
                () => this.count("retry failed")
            );
            break;
        }
    }

    private worker(name: string): SimulatedWorker {
        return new SimulatedWorker(
            {
                ...this,
                breakage: this.options.breakage ?? {},
                observe: (event) => this.observe(event),
                awayUntil: () =>
                    this.outages.find(({ from, to }) => from <= this.time.present && this.time.present < to)?.to,
                deleters: () =>
                    versions[this.time.present - start < (this.options.days / 2) * millisecondsPerDay ? 0 : 1],
                options: {
                    remindersInDaysBeforeEnd,
                    leaseInMs,
                    timeoutInMs,
                    retry: { attempts: 5 },
                    maxPollIntervalInMs: 6 * hour
                }
            },
            name
        );
    }

    /** One that people use and that runs no lifecycle; it is never down. */
    private async app(): Promise<IdentityDeletionModule> {
        const life = new Life("app", this.time, 0);
        const faultPlan = { ...this.faultPlan, diesHere: () => false };
        const persistence = mortalPersistence(this.store, life, this.dice, faultPlan, this.checker);
        const { pseudonymKey } = this;
        const created = IdentityDeletionModule.create({
            persistence,
            pseudonymKey,
            lifecycle: "elsewhere",
            clock: life
        });
        await this.time.passUntil(this.time.present + 1_000);
        return await created;
    }

    private person(number: number, app: IdentityDeletionModule): Person {
        const { time, dice, checker } = this;
        const { address, deviceId } = seededIdentity(number, dice);
        const environment = {
            time,
            dice,
            checker,
            isQuiet: () => this.isQuiet,
            someModule: () => (dice.chance(0.5) ? app : (dice.pick(this.workers).module ?? app)),
            answered: (method: string, code: string) => this.count(`${method}: ${code.split(".").at(-1)}`)
        };
        return new Person(environment, address, deviceId);
    }

    private startOfPerson(): number {
        return this.dice.random() * 0.85 * this.options.days * millisecondsPerDay;
    }

    private outageAt(from: number): { from: number; to: number } {
        return { from, to: from + this.dice.between(4 * 24, 9 * 24) * hour };
    }

    private async isSettled(): Promise<boolean> {
        const waiting = await this.store.findDue("9999-12-31T23:59:59.999Z", 1);
        return waiting.length === 0 || this.checker.faults.found.length > 0;
    }

    private async records(): Promise<StoredRecord[]> {
        const records: StoredRecord[] = [];
        for (;;) {
            const page = await this.store.scan(records.at(-1)?.key, 1_000);
            records.push(...page);
            if (page.length < 1_000) return records;
        }
    }

    private observe(event: LifecycleEvent): void {
        this.count(event.type);
        if (event.type === "resumed" && event.leaseHadExpired) this.count("lease had expired");
    }

    private count(what: string, by = 1): void {
        this.counts[what] = (this.counts[what] ?? 0) + by;
    }

    private report(): SimulationReport {
        const { checker, counts, workers, hostCode } = this;
        const sum = (of: (worker: SimulatedWorker) => number): number =>
            workers.reduce((all, each) => all + of(each), 0);
        const lives = { lives: sum(({ lives }) => lives), deaths: sum(({ deaths }) => deaths) };
        const processes = { processes: checker.all.length };
        return {
            faults: checker.faults.found,
            digest: checker.digest.toString(),
            counts: { ...processes, ...lives, ...hostCode.troubles, ...counts }
        };
    }
}
