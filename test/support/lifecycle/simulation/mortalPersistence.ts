import { PersistenceError, type PersistencePort, type StoredRecord } from "../../../../src";
import type { Dice } from "./Dice";
import type { Life } from "./Life";
import type { LifecycleChecker } from "./LifecycleChecker";

const maxDelayInMs = 20;

export interface FaultPlan {
    /** Asked at each point where a worker can die. True: it has died there. */
    diesHere(life: Life): boolean;
    storeFailsHere(): boolean;
}

const methods: ReadonlySet<unknown> = new Set([
    "insert",
    "update",
    "delete",
    "findCurrent",
    "findByLookup",
    "list",
    "findDue",
    "scan"
]);
const writes: ReadonlySet<unknown> = new Set(["insert", "update", "delete"]);

/**
 * The store as one worker sees it: answers take a while, so that everybody else's come in between; it fails now and then,
 * before or after what was asked for is done; and the worker may die before and after, and then gets no answer.
 */
export function mortalPersistence(
    store: PersistencePort,
    life: Life,
    dice: Dice,
    faultPlan: FaultPlan,
    checker: LifecycleChecker
): PersistencePort {
    const point = async (): Promise<void> => {
        await life.sleep(dice.between(0, maxDelayInMs));
        if (faultPlan.diesHere(life)) await new Promise<never>(() => undefined);
        if (faultPlan.storeFailsHere()) {
            life.storeFailedAt = life.time.present;
            throw new PersistenceError("unavailable", "The store has failed.");
        }
    };
    return new Proxy(store, {
        get(target, name) {
            const value: unknown = Reflect.get(target, name, target);
            if (typeof value !== "function") return value;
            // The others go on.
            if (name === "close") return async () => undefined;
            const method = value.bind(target) as (...given: unknown[]) => Promise<unknown>;
            if (!methods.has(name)) return method;
            if (!writes.has(name)) {
                return async (...given: unknown[]) => {
                    await point();
                    return await method(...given);
                };
            }
            return async (...given: unknown[]) => {
                if (name === "update") checker.asked(life, given[0] as StoredRecord);
                await point();
                await method(...given);
                if (name === "insert") checker.inserted(life, given[0] as StoredRecord);
                else if (name === "update") checker.updated(life, given[0] as StoredRecord);
                else checker.deleted(life, given[0] as string, given[1] as string);
                await point();
            };
        }
    });
}
