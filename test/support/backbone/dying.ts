import type { PersistencePort } from "../../../src";
import type { Fetch } from "../../../src/backbone";

/** Asked at each point where a process can die; never settles once it has died. */
export type Point = () => Promise<void>;

const writes: readonly unknown[] = ["insert", "update", "delete"];

/** The port with a point before and after each write. */
export function dyingPersistence(port: PersistencePort, point: Point): PersistencePort {
    return new Proxy(port, {
        get(target, name) {
            const value: unknown = Reflect.get(target, name, target);
            if (typeof value !== "function") return value;
            const method = value.bind(target) as (...given: unknown[]) => Promise<unknown>;
            if (!writes.includes(name)) return method;
            return async (...given: unknown[]) => {
                await point();
                try {
                    return await method(...given);
                } finally {
                    await point();
                }
            };
        }
    });
}

/** The fetch with a point before the request, once the answer begins, and once it is read. */
export function dyingFetch(fetch: Fetch, point: Point): Fetch {
    return async (url, request) => {
        await point();
        const response = await fetch(url, request);
        await point();
        return {
            status: response.status,
            type: response.type,
            headers: response.headers,
            body: response.body,
            text: async () => {
                const text = await response.text();
                await point();
                return text;
            }
        };
    };
}

/** In this process, death is that nothing goes on. `atPoint` counts from 0. */
export function deathAt(atPoint: number, onDeath: () => void): Point {
    let passed = 0;
    return async () => {
        if (passed++ < atPoint) return;
        onDeath();
        await new Promise<never>(() => undefined);
    };
}
