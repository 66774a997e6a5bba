import type { PersistencePort } from "../../../src";

class Killed extends Error {
    public override readonly name = "Killed";
}

const writes: readonly PropertyKey[] = ["insert", "update", "delete"];

/**
 * The store as a process uses it that is killed at one of its writes: `before` it has arrived, or `after`, and before the
 * process has learnt of it. From then on nothing arrives any more.
 */
export function dyingStore(store: PersistencePort, killAtWrite: number, moment: "before" | "after"): PersistencePort {
    let writesSoFar = 0;
    let isDead = false;
    return new Proxy(store, {
        get(target, name): unknown {
            const value: unknown = Reflect.get(target, name);
            if (typeof value !== "function" || name === "close")
                return typeof value === "function" ? value.bind(target) : value;
            return async (...call: unknown[]): Promise<unknown> => {
                if (isDead) throw new Killed();
                if (!writes.includes(name)) return await Reflect.apply(value, target, call);
                const isLast = writesSoFar++ === killAtWrite;
                isDead ||= isLast;
                if (isLast && moment === "before") throw new Killed();
                const result: unknown = await Reflect.apply(value, target, call);
                if (isLast) throw new Killed();
                return result;
            };
        }
    });
}
