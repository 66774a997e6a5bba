import type { Deleter, Notifier } from "../../../../src/lifecycle";
import type { HostAbortSignal } from "../../../../src/ports/HostAbortSignal";
import type { Dice } from "./Dice";
import type { Life } from "./Life";
import type { LifecycleChecker } from "./LifecycleChecker";
import type { FaultPlan } from "./mortalPersistence";

export interface Troubles {
    failures: number;
    hangs: number;
    heedless: number;
    late: number;
    endless: number;
}

const maxWorkInMs = 30_000;
/** Some Identities have a file that cannot be deleted, so often in a row. */
const stubbornShare = 0.004;
const maxStubbornFailures = 25;

/** What a host registers, with all that goes wrong in it: failures, delays beyond the deadline, and no end at all. */
export class HostCode {
    /** From then on nothing goes wrong any more. */
    public isSound = false;
    public readonly troubles: Troubles = { failures: 0, hangs: 0, heedless: 0, late: 0, endless: 0 };

    /** How often a deleter still fails for a process. */
    private readonly stubborn = new Map<string, number>();

    public constructor(
        private readonly dice: Dice,
        private readonly faultPlan: FaultPlan,
        private readonly checker: LifecycleChecker,
        private readonly timeoutInMs: number,
        private readonly dependencies: ReadonlyMap<string, readonly string[]>
    ) {}

    public deletersOf(life: Life): Deleter[] {
        return life.deleterNames.map((name) => ({
            name,
            dependsOn: this.dependencies.get(name)?.filter((each) => life.deleterNames.includes(each)),
            deleteIdentityData: async (address, context) => {
                const attempt = this.checker.deleterBegins(life, name, address, context);
                try {
                    await this.work(life, context.signal, address, () => this.isStubborn(context.processId, name));
                } catch (error) {
                    this.checker.deleterEnds(context, name, attempt, false);
                    throw error;
                }
                this.checker.deleterEnds(context, name, attempt, true);
            }
        }));
    }

    public notifierOf(life: Life): Notifier {
        return {
            remind: async (reminder, { signal }) => {
                const attempt = this.checker.reminderBegins(life, reminder);
                try {
                    await this.work(life, signal, reminder.address, () => false);
                } catch (error) {
                    this.checker.ends(attempt, false);
                    throw error;
                }
                this.checker.ends(attempt, true);
            },
            notifyOfDeletion: async (notice, { signal }) => {
                const attempt = this.checker.noticeBegins(life, notice);
                try {
                    await this.work(life, signal, notice.address, () => this.isUnreachable(notice.address));
                } catch (error) {
                    this.checker.noticeEnds(notice, attempt, false);
                    throw error;
                }
                this.checker.noticeEnds(notice, attempt, true);
            }
        };
    }

    /** Some are never told: their mailbox is full. */
    private isUnreachable(address: string): boolean {
        return !this.isSound && address.includes(":00");
    }

    private isStubborn(processId: string, name: string): boolean {
        const key = `${processId} ${name}`;
        const left =
            this.stubborn.get(key) ?? (this.dice.chance(stubbornShare) ? this.dice.between(1, maxStubbornFailures) : 0);
        if (left > 0 || this.stubborn.has(key)) this.stubborn.set(key, Math.max(0, left - 1));
        return left > 0 && !this.isSound;
    }

    private async work(life: Life, signal: HostAbortSignal, address: string, isHopeless: () => boolean): Promise<void> {
        const { dice, troubles } = this;
        const fail = (): never => {
            troubles.failures++;
            throw new Error(`The secret files of ${address} on DVCsimulated0000001 are in use.`);
        };
        await life.sleep(dice.between(0, maxWorkInMs));
        if (this.faultPlan.diesHere(life)) await new Promise<never>(() => undefined);
        const luck = dice.random();
        if (isHopeless()) fail();
        if (this.isSound || luck < 0.92) return;
        if (luck < 0.97) fail();
        if (luck < 0.985) {
            // Heeds its signal.
            troubles.hangs++;
            await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
            fail();
        }
        if (luck < 0.999) {
            // Goes on after its deadline, and may even succeed then.
            troubles.heedless++;
            await life.sleep(this.timeoutInMs * 5 * dice.random());
            if (dice.chance(0.5)) fail();
            troubles.late += signal.aborted ? 1 : 0;
            return;
        }
        troubles.endless++;
        await new Promise<never>(() => undefined);
    }
}
