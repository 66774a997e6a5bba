import type { PersistencePort } from "../../../src";
import type { Fetch } from "../../../src/backbone";

export type Moment = "before" | "after";

/**
 * A fetch that lets a test act when a request is about to leave, and when it is answered and the answer not yet seen. A
 * request is told by its method and the last part of its path: `POST DeletionProcesses`, `PUT Cancel`, `POST token`.
 */
export function intercepting(fetch: Fetch, act: (request: string, moment: Moment) => unknown): Fetch {
    return async (url, request) => {
        const name = `${request.method} ${new URL(url).pathname.split("/").at(-1)}`;
        await act(name, "before");
        const response = await fetch(url, request);
        await act(name, "after");
        return response;
    };
}

/** Acts once, at the first of these moments. */
export function once(
    request: string,
    moment: Moment,
    act: () => unknown
): (request: string, moment: Moment) => unknown {
    let hasActed = false;
    return async (actualRequest, actualMoment) => {
        if (hasActed || actualRequest !== request || actualMoment !== moment) return;
        hasActed = true;
        await act();
    };
}

/** A port whose methods do something else while `instead` gives something else to do. */
export function altered(
    port: PersistencePort,
    instead: (method: string, given: unknown[]) => (() => Promise<unknown>) | undefined
): PersistencePort {
    return new Proxy(port, {
        get(target, name) {
            const value: unknown = Reflect.get(target, name, target);
            if (typeof value !== "function") return value;
            return async (...given: unknown[]) => {
                const other = instead(String(name), given);
                return await (other === undefined ? (value.apply(target, given) as unknown) : other());
            };
        }
    });
}
