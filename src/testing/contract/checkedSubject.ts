import type { PersistencePort } from "../../ports/PersistencePort";
import { methods, traced } from "./callTrace";
import type { ContractDatabase, ContractHooks, ContractRunner, ContractSubject } from "./ContractSubject";
import { describeError, SubjectError } from "./ContractViolation";
import { describeValue } from "./firstDifference";

const hookNames: readonly string[] = [
    ...(["damage", "makeNewer", "loseNextAnswer", "crash", "secondProcess"] as const)
] satisfies (keyof ContractHooks)[];

/** Throws a `TypeError` that says what to change. */
export function checkSubject(runner: ContractRunner, subject: ContractSubject): void {
    requireMethods("The contract's runner", runner, ["describe", "test"]);
    requireMethods("The contract's subject", subject, ["createDatabase"]);
    const { connections, isDurable, cost, hooks = {} } = subject;
    if (connections !== undefined && connections !== "one" && connections !== "many") {
        throw new TypeError(`The contract's subject has connections "${String(connections)}"; say "one" or "many".`);
    }
    for (const [name, value] of Object.entries({ isDurable, cost })) {
        if (value !== undefined && typeof value !== "boolean") {
            throw new TypeError(`The contract's subject has ${name} ${describeValue(value)}; say true or false.`);
        }
    }
    for (const [name, hook] of Object.entries(hooks)) {
        if (!hookNames.includes(name)) {
            throw new TypeError(`The contract's subject has a hook "${name}"; the hooks are ${hookNames.join(", ")}.`);
        }
        if (hook !== undefined) requireMethods("The hooks of the contract's subject", hooks, [name]);
    }
}

export async function createDatabase(subject: ContractSubject): Promise<ContractDatabase> {
    const database = await ofSubject("createDatabase()", () => subject.createDatabase());
    requireMethods("What createDatabase() of the contract's subject resolved to", database, ["connect", "remove"]);
    return database;
}

/** A port of the subject, each of whose calls is remembered for messages. */
export function connect(database: ContractDatabase): PersistencePort {
    let port: PersistencePort;
    try {
        port = database.connect();
    } catch (error) {
        throw failureOf("connect()", error);
    }
    return tracedPort("connect()", port);
}

/** Runs what the subject has to do; rejects with a `SubjectError` that names it where it fails. */
export async function ofSubject<T>(what: string, run: () => Promise<T>): Promise<T> {
    try {
        return await run();
    } catch (error) {
        throw failureOf(what, error);
    }
}

export function tracedPort(origin: string, port: PersistencePort): PersistencePort {
    if (typeof (port as unknown as Promise<unknown> | undefined)?.then === "function") {
        throw new SubjectError(
            `${origin} of the contract's subject must return a port at once, and returned a promise: ` +
                "do in the port's open what has to be awaited."
        );
    }
    requireMethods(`The port that ${origin} of the contract's subject returned`, port, methods);
    return traced(port);
}

function failureOf(what: string, error: unknown): SubjectError {
    return new SubjectError(`${what} of the contract's subject failed with ${describeError(error)}`, { cause: error });
}

function requireMethods(what: string, value: unknown, names: readonly string[]): void {
    const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
    if (!isObject) throw new TypeError(`${what} must be an object, and is ${describeValue(value)}.`);
    const missing = names.filter((name) => typeof (value as Record<string, unknown>)[name] !== "function");
    if (missing.length > 0) throw new TypeError(`${what} has no method ${missing.join(", ")}.`);
}
