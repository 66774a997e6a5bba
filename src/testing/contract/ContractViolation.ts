import { PersistenceError } from "../../ports/PersistenceError";
import { describeCall, type TracedCall } from "./callTrace";
import { describeValue } from "./firstDifference";

/** What a test of the contract fails with: which obligation is broken, by which call, what was expected and what came. */
export class ContractViolation extends Error {
    public override readonly name = "ContractViolation";

    public constructor(
        obligation: string,
        expected: string,
        actual: string,
        { call, cause }: { call?: TracedCall; cause?: unknown } = {}
    ) {
        const made = call === undefined ? "" : `\n  call:     ${describeCall(call)}`;
        super(`${obligation}${made}\n  expected: ${expected}\n  came:     ${actual}`, { cause });
    }
}

/** The subject, not the adapter, is wrong: says what to change in it. */
export class SubjectError extends Error {
    public override readonly name = "SubjectError";
}

const maxCauses = 5;

/** Name, kind and message of what was thrown, and of each cause. */
export function describeError(error: unknown): string {
    const descriptions: string[] = [];
    for (let each = error; each !== undefined && descriptions.length < maxCauses; each = causeOf(each)) {
        descriptions.push(describeOne(each));
    }
    return descriptions.join("\n            caused by ");
}

function describeOne(error: unknown): string {
    const kind = PersistenceError.kindOf(error);
    if (kind !== undefined) return `a PersistenceError of kind ${kind}: ${(error as Error).message}`;
    return isError(error) ? `${error.name}: ${error.message}` : `no Error but ${describeValue(error)}`;
}

function causeOf(error: unknown): unknown {
    return isError(error) ? error.cause : undefined;
}

/** Also one of another realm, as some test runners have them. */
function isError(value: unknown): value is Error {
    return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}
