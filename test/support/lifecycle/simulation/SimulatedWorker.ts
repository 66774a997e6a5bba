import { IdentityDeletionModule, type PersistencePort } from "../../../../src";
import { Lifecycle, type LifecycleOptions, type LifecycleEvent } from "../../../../src/lifecycle";
import type { PseudonymKey } from "../../../../src/pseudonymization";
import type { Breakage } from "./Breakage";
import type { Dice } from "./Dice";
import type { HostCode } from "./HostCode";
import { Life } from "./Life";
import type { LifecycleChecker } from "./LifecycleChecker";
import { mortalPersistence, type FaultPlan } from "./mortalPersistence";
import type { VirtualTime } from "./VirtualTime";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What all workers share. */
export interface WorkerEnvironment {
    readonly time: VirtualTime;
    readonly dice: Dice;
    readonly store: PersistencePort;
    readonly faultPlan: FaultPlan;
    readonly checker: LifecycleChecker;
    readonly hostCode: HostCode;
    readonly pseudonymKey: PseudonymKey;
    readonly options: Partial<LifecycleOptions>;
    readonly breakage: Breakage;
    readonly observe: (event: LifecycleEvent) => void;
    /** Whether workers end and stay away at the moment: until when? */
    readonly awayUntil: () => number | undefined;
    /** The deleters of the version of the host's software that is current. */
    readonly deleters: () => { readonly names: readonly string[]; readonly retired: readonly string[] };
}

/** One of the machines: lives, dies or is stopped, and comes back after a while as a new process. */
export class SimulatedWorker {
    /** Absent while it is down or starting. */
    public module: IdentityDeletionModule | undefined;
    public lifecycle: Lifecycle | undefined;
    public lives = 0;
    public deaths = 0;
    private life: Life | undefined;

    public constructor(
        private readonly environment: WorkerEnvironment,
        private readonly name: string
    ) {}

    public start(): void {
        const { time, dice, awayUntil } = this.environment;
        const away = awayUntil();
        if (away !== undefined) {
            time.after(away - time.present + dice.between(0, hour), () => this.start());
            return;
        }
        const { names, retired } = this.environment.deleters();
        const skewInMs = dice.between(-1_000, 1_000);
        const life = new Life(`${this.name}.${++this.lives}`, time, skewInMs, names, retired);
        this.life = life;
        void this.live(life).catch((error: unknown) => {
            // The store failed it while it started: it tries again.
            this.environment.observe({ type: "runFailed", errorName: String(error), nextAttemptInMs: minute });
            this.end(life, minute);
        });
    }

    /** It stops dead, wherever it is. */
    public die(life = this.life): void {
        if (life === undefined || life.isOver) return;
        this.deaths++;
        this.end(life, this.environment.dice.between(1, hour));
    }

    private end(life: Life, pauseInMs: number): void {
        if (life.isOver) return;
        life.isOver = true;
        this.module = this.lifecycle = undefined;
        this.environment.time.after(pauseInMs, () => this.start());
    }

    private async live(life: Life): Promise<void> {
        const { dice, store, faultPlan, checker, hostCode, pseudonymKey, options, breakage, observe } =
            this.environment;
        const mortal = mortalPersistence(
            store,
            life,
            dice,
            { ...faultPlan, diesHere: (one) => this.diesAt(one) },
            checker
        );
        const configured = Lifecycle.configure({
            deleters: hostCode.deletersOf(life),
            retiredDeleters: life.retired,
            notifier: breakage.notifier?.(hostCode.notifierOf(life)) ?? hostCode.notifierOf(life),
            timer: life,
            random: dice.random,
            worker: life.name,
            observer: { observe },
            ...options
        });
        const module = await IdentityDeletionModule.create({
            persistence: breakage.persistence?.(mortal, life) ?? mortal,
            pseudonymKey,
            lifecycle: configured,
            clock: breakage.clock?.(life) ?? life
        });
        const { lifecycle } = module;
        this.module = module;
        this.lifecycle = lifecycle;
        life.after(dice.between(day, 10 * day), () => void this.stop(life, module));
        if (dice.chance(0.5)) lifecycle.start();
        else await this.runNowAndThen(life, lifecycle);
    }

    /** As a scheduler of the host's would. */
    private async runNowAndThen(life: Life, lifecycle: Lifecycle): Promise<void> {
        const { dice } = this.environment;
        for (;;) {
            await life.sleep(dice.between(10 * minute, 4 * hour));
            if (this.module === undefined) return;
            try {
                while ((await lifecycle.runDue(undefined, 50)).found === 50);
            } catch (error) {
                if (!isUnavailable(error)) throw error;
            }
        }
    }

    /** An orderly end; what has not ended after its limit goes down with it. */
    private async stop(life: Life, module: IdentityDeletionModule): Promise<void> {
        if (life.isOver) return;
        this.module = this.lifecycle = undefined;
        await module.close();
        this.end(life, this.environment.dice.between(1, minute));
    }

    private diesAt(life: Life): boolean {
        if (life !== this.life || life.isOver || !this.environment.faultPlan.diesHere(life)) return life.isOver;
        this.die(life);
        return true;
    }
}

function isUnavailable(error: unknown): boolean {
    return String((error as { code?: unknown }).code).endsWith("storeUnavailable");
}
