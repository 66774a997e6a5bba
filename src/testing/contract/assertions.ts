import { PersistenceError, type PersistenceErrorKind } from "../../ports/PersistenceError";
import { describeValue, firstDifference } from "./firstDifference";

/** What a test of the contract fails with: says which obligation is broken, what was expected and what came. */
class ContractViolation extends Error {
    public override readonly name = "ContractViolation";

    public constructor(obligation: string, expected: string, actual: string, options?: { cause: unknown }) {
        super(`${obligation}\n  expected: ${expected}\n  came:     ${actual}`, options);
    }
}

export function broken(obligation: string, expected: string, actual: string): never {
    throw new ContractViolation(obligation, expected, actual);
}

/** What a test threw, or, where that came out of the port and no assertion, what it means. The cause is kept. */
export function toViolation(thrown: unknown): ContractViolation {
    if (thrown instanceof ContractViolation) return thrown;
    const obligation = "What the port's documentation does not refuse succeeds.";
    return new ContractViolation(obligation, "a call that resolves", describeError(thrown), { cause: thrown });
}

/** Both are the same JSON value; the order of an object's properties does not matter. */
export function expectEqual(obligation: string, actual: unknown, expected: unknown): void {
    const difference = firstDifference(actual, expected);
    if (difference === undefined) return;
    const place = difference.path === "" ? "" : ` at ${difference.path}`;
    broken(obligation, describeValue(difference.expected) + place, describeValue(difference.actual) + place);
}

/** The call rejects with a `PersistenceError` of one of these kinds, and does not throw before it gives a promise. */
export async function expectFailure(
    obligation: string,
    expected: PersistenceErrorKind | readonly PersistenceErrorKind[],
    call: () => Promise<unknown>
): Promise<void> {
    const kinds = [expected].flat();
    const wanted = `a rejection with a PersistenceError of kind ${kinds.join(" or ")}`;
    const outcome = await outcomeOf(obligation, call);
    if (outcome === "done") broken(obligation, wanted, "it resolved");
    if (!kinds.includes(outcome)) broken(obligation, wanted, `a PersistenceError of kind ${outcome}`);
}

/** How a call ended: it resolved, or it rejected with a `PersistenceError` of that kind. */
export type Outcome = "done" | PersistenceErrorKind;

/** Starts all the calls before any of them can end, and tells how each ended, in the order of the calls. */
export async function outcomesOf(obligation: string, calls: (() => Promise<unknown>)[]): Promise<Outcome[]> {
    return await allOf(calls.map((call) => outcomeOf(obligation, call)));
}

/** As `Promise.all`, but rejects only when all have ended: nothing is still running when the database is removed. */
export async function allOf<T>(promises: Promise<T>[]): Promise<T[]> {
    await Promise.allSettled(promises);
    return await Promise.all(promises);
}

/** Exactly one of the outcomes is `done` and every other is one of `losses`; gives the place of the winner. */
export function expectOneWinner(
    obligation: string,
    outcomes: readonly Outcome[],
    losses: readonly PersistenceErrorKind[]
): number {
    const wanted = `one of ${outcomes.length} calls wins, each other one is refused with ${losses.join(" or ")}`;
    const known: readonly Outcome[] = ["done", ...losses];
    const winners = outcomes.filter((outcome) => outcome === "done").length;
    if (winners !== 1 || outcomes.some((outcome) => !known.includes(outcome))) {
        broken(obligation, wanted, countOf(outcomes));
    }
    return outcomes.indexOf("done");
}

async function outcomeOf(obligation: string, call: () => Promise<unknown>): Promise<Outcome> {
    let promise: Promise<unknown>;
    try {
        promise = call();
    } catch (error) {
        broken(obligation, "a promise, also where the call fails", `it threw at once: ${describeError(error)}`);
    }
    try {
        await promise;
        return "done";
    } catch (error) {
        return PersistenceError.kindOf(error) ?? broken(obligation, "a PersistenceError", describeError(error));
    }
}

function countOf(outcomes: readonly Outcome[]): string {
    return [...new Set(outcomes)]
        .map((kind) => `${outcomes.filter((outcome) => outcome === kind).length} × ${kind}`)
        .join(", ");
}

function describeError(error: unknown): string {
    const kind = PersistenceError.kindOf(error);
    if (kind !== undefined) return `a PersistenceError of kind ${kind}: ${(error as Error).message}`;
    return error instanceof Error ? `${error.name}: ${error.message}` : `no Error but ${describeValue(error)}`;
}
