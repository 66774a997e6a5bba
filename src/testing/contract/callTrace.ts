import type { PersistencePort } from "../../ports/PersistencePort";

/** A call of a port: what a violation names. */
export interface TracedCall {
    readonly method: keyof PersistencePort;
    readonly args: readonly unknown[];
}

type Method = Exclude<keyof PersistencePort, "isDurable">;

export const methods = [
    ...(["open", "close", "insert", "update", "delete"] as const),
    ...(["findCurrent", "findByLookup", "list", "findDue", "scan"] as const)
] satisfies Method[];

const byOutcome = new WeakMap<object, TracedCall>();
let latest: TracedCall | undefined;

/** The same port; each call is remembered with what it resolved to or rejected with. */
export function traced(port: PersistencePort): PersistencePort {
    const wrapped = { isDurable: port.isDurable };
    Object.defineProperty(wrapped, "isDurable", { get: () => port.isDurable });
    for (const method of methods) {
        const call = port[method].bind(port) as (...args: unknown[]) => unknown;
        Object.assign(wrapped, { [method]: (...args: unknown[]) => trace(method, args, () => call(...args)) });
    }
    return wrapped as unknown as PersistencePort;
}

/** The call that gave this result or this error, as far as it is known. */
export function callOf(outcome: unknown): TracedCall | undefined {
    return typeof outcome === "object" && outcome !== null ? byOutcome.get(outcome) : undefined;
}

/** What `start` returns, and the call of a port that it began last, if any. */
export function startTraced<T>(start: () => T): { started: T; call: TracedCall | undefined } {
    latest = undefined;
    const started = start();
    return { started, call: latest };
}

/** The method and those arguments that matter: of records all but what their data holds. */
export function describeCall({ method, args }: TracedCall): string {
    return `${method}(${args.map(describeArgument).join(", ")})`;
}

function trace(method: Method, args: readonly unknown[], call: () => unknown): unknown {
    const made = { method, args: args.map(shallowCopyOf) };
    latest = made;
    const promise = call();
    // What is no promise is handed on, so that the assertion that waits for one says so.
    if (typeof (promise as Promise<unknown> | undefined)?.then !== "function") return promise;
    return (promise as Promise<unknown>).then(
        (result) => remembered(result, made),
        (error: unknown) => {
            throw remembered(error, made);
        }
    );
}

function remembered<T>(outcome: T, call: TracedCall): T {
    if (typeof outcome === "object" && outcome !== null) byOutcome.set(outcome, call);
    return outcome;
}

/** The caller may change it afterwards. */
function shallowCopyOf(argument: unknown): unknown {
    return typeof argument === "object" && argument !== null ? { ...argument } : argument;
}

function describeArgument(argument: unknown): string {
    if (typeof argument !== "object" || argument === null) return JSON.stringify(argument) ?? String(argument);
    const fields = Object.entries(argument).map(([name, value]) => {
        return `${name}: ${name === "data" ? `(${JSON.stringify(value).length} characters)` : JSON.stringify(value)}`;
    });
    return `{ ${fields.join(", ")} }`;
}
