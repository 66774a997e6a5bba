import { PersistenceError, type PersistencePort } from "../../../src";

/** The store, but that the method fails as unavailable, without effect, from its n-th call on. */
export function failingAt(port: PersistencePort, method: keyof PersistencePort, from = 1): PersistencePort {
    let calls = 0;
    return new Proxy(port, {
        get(target, property) {
            const value: unknown = Reflect.get(target, property);
            if (typeof value !== "function") return value;
            const call = value.bind(target) as (...args: unknown[]) => unknown;
            if (property !== method) return call;
            return async (...args: unknown[]) => {
                if (++calls >= from) throw new PersistenceError("unavailable", "The store is away.");
                return await call(...args);
            };
        }
    });
}
