import { ErrorCode, type IdentityDeletionModule, type IdentityDeletionProcessFacade } from "../../../../src";
import { millisecondsPerDay } from "./Course";
import type { Dice } from "./Dice";
import type { LifecycleChecker } from "./LifecycleChecker";
import type { VirtualTime } from "./VirtualTime";

const minute = 60_000;
const lengthsInDays = [0.02, 1, 5, 7, 11, 14, 14, 14, 14, 30, 60];
const maxProcesses = 3;

type Method = keyof IdentityDeletionProcessFacade &
    ("initiateIdentityDeletionProcess" | "cancelIdentityDeletionProcess");

interface Said {
    readonly code: string;
    readonly id?: string;
}

export interface PersonEnvironment {
    readonly time: VirtualTime;
    readonly dice: Dice;
    readonly checker: LifecycleChecker;
    /** Nobody does anything any more. */
    readonly isQuiet: () => boolean;
    readonly someModule: () => IdentityDeletionModule;
    readonly answered: (method: Method, code: string) => void;
}

/** Has their Identity deleted, or not in the end, or nearly not. */
export class Person {
    public constructor(
        private readonly environment: PersonEnvironment,
        private readonly address: string,
        private readonly deviceId: string
    ) {}

    public async live(startInMs: number): Promise<void> {
        const { time, dice, isQuiet } = this.environment;
        await time.sleep(startInMs);
        for (let processes = 0; processes < maxProcesses && !isQuiet(); processes++) {
            const lengthInDays = dice.pick(lengthsInDays);
            const beganAt = time.present;
            const { code } = await this.askUntilAnswered("initiateIdentityDeletionProcess", lengthInDays);
            if (code === ErrorCode.identityIsDeleted || isQuiet()) return;
            if (dice.chance(0.05)) await this.ask("initiateIdentityDeletionProcess", lengthInDays);
            if (dice.chance(0.5)) return;
            await time.sleep(this.thinksFor(beganAt, lengthInDays));
            if (isQuiet()) return;
            const said = await this.askUntilAnswered("cancelIdentityDeletionProcess");
            if (said.code !== "ok" || dice.chance(0.5)) return;
            await time.sleep(dice.between(0, 30 * millisecondsPerDay));
        }
    }

    /** Many change their mind at the very last moment. */
    private thinksFor(beganAt: number, lengthInDays: number): number {
        const { time, dice } = this.environment;
        const left = beganAt + Math.ceil(lengthInDays * millisecondsPerDay) - time.present;
        return dice.chance(0.3) ? left + dice.between(-200, 100) : dice.random() * left;
    }

    private async askUntilAnswered(method: Method, lengthInDays?: number): Promise<Said> {
        const { time, isQuiet } = this.environment;
        for (;;) {
            const said = await this.ask(method, lengthInDays);
            if ((said.code !== ErrorCode.storeUnavailable && said.code !== "no answer") || isQuiet()) return said;
            await time.sleep(minute);
        }
    }

    /** Through some module of the host's; a minute is waited for the answer of a machine that may have died. */
    private async ask(method: Method, lengthOfGracePeriodInDays?: number): Promise<Said> {
        const { time, someModule, answered } = this.environment;
        const { address, deviceId } = this;
        const facade = someModule().forIdentity({ address, deviceId }).identityDeletionProcesses;
        const said = await new Promise<Said>((resolve) => {
            const callOff = time.after(minute, () => resolve({ code: "no answer" }));
            const request = lengthOfGracePeriodInDays === undefined ? undefined : { lengthOfGracePeriodInDays };
            void facade[method](request).then((result) => {
                callOff();
                resolve(result.isSuccess ? { code: "ok", id: result.value.id } : { code: result.error.code });
            });
        });
        answered(method, said.code);
        this.check(method, said);
        return said;
    }

    private check(method: Method, { code, id }: Said): void {
        const { checker, time } = this.environment;
        const own = checker.coursesOf(this.address);
        const has = (...statuses: string[]): boolean => own.some(({ status }) => statuses.includes(status));
        const course = own.find(({ processId }) => processId === id);
        const isTrue: Partial<Record<string, () => boolean>> = {
            "no answer": () => true,
            [ErrorCode.storeUnavailable]: () => true,
            ok: () =>
                method === "initiateIdentityDeletionProcess" ? course !== undefined : course?.status === "Cancelled",
            [ErrorCode.activeIdentityDeletionProcessAlreadyExists]: () => has("Active", "Deleting", "Deleted"),
            [ErrorCode.identityIsDeleted]: () => has("Deleted"),
            [ErrorCode.noActiveIdentityDeletionProcess]: () => !has("Active", "Deleting"),
            [ErrorCode.gracePeriodHasExpired]: () =>
                has("Deleting", "Deleted") || own.some(({ endsAt }) => endsAt <= time.present + 2_000)
        };
        const text = (): string => `${method} answered ${code} to ${own.map(({ status }) => status).join()}`;
        checker.faults.require(isTrue[code]?.() === true, "answer", text);
    }
}
