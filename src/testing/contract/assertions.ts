import { PersistenceError, type PersistenceErrorKind } from "../../ports/PersistenceError";
import { callOf, startTraced, type TracedCall } from "./callTrace";
import { ContractViolation, describeError, SubjectError } from "./ContractViolation";
import { describeValue, firstDifference } from "./firstDifference";
import { whatSucceeds } from "./whatSucceeds";

export function broken(obligation: string, expected: string, actual: string, call?: TracedCall): never {
    throw new ContractViolation(obligation, expected, actual, { call });
}

/** What a test threw, or, where that came out of the port and no assertion, which of its obligations it breaks. */
export function toViolation(thrown: unknown): Error {
    if (thrown instanceof ContractViolation || thrown instanceof SubjectError) return thrown;
    const call = callOf(thrown);
    const obligation = call === undefined ? "A call succeeds that nothing refuses." : whatSucceeds(call.method);
    return new ContractViolation(obligation, "it resolves", `it rejected with ${describeError(thrown)}`, {
        call,
        cause: thrown
    });
}

/** Both are the same JSON value; the order of an object's properties does not matter. */
export function expectEqual(obligation: string, actual: unknown, expected: unknown): void {
    const difference = firstDifference(actual, expected);
    if (difference === undefined) return;
    const place = difference.path === "" ? "" : ` at ${difference.path}`;
    const [wanted, came] = [describeValue(difference.expected) + place, describeValue(difference.actual) + place];
    broken(obligation, wanted, came, callOf(actual));
}

/** The call rejects with a `PersistenceError` of one of these kinds, and does not throw before it returns a promise. */
export async function expectFailure(
    obligation: string,
    expected: PersistenceErrorKind | readonly PersistenceErrorKind[],
    call: () => Promise<unknown>
): Promise<void> {
    const kinds = [expected].flat();
    const wanted = `a rejection with a PersistenceError of kind ${kinds.join(" or ")}`;
    const { outcome, made, error } = await endOf(obligation, call);
    if (outcome === "done") broken(obligation, wanted, "it resolved", made);
    if (!kinds.includes(outcome)) {
        throw new ContractViolation(obligation, wanted, describeError(error), { call: made, cause: error });
    }
}

/** How a call ended: it resolved, or it rejected with a `PersistenceError` of that kind. */
export type Outcome = "done" | PersistenceErrorKind;

export async function outcomeOf(obligation: string, call: () => Promise<unknown>): Promise<Outcome> {
    return (await endOf(obligation, call)).outcome;
}

/** Starts all the calls before any of them can end, and tells how each ended, in the order of the calls. */
export async function outcomesOf(obligation: string, calls: (() => Promise<unknown>)[]): Promise<Outcome[]> {
    return await allOf(calls.map((call) => outcomeOf(obligation, call)));
}

/** As `Promise.all`, but rejects only when all have ended: nothing is still running when the database is removed. */
export async function allOf<T>(promises: Promise<T>[]): Promise<T[]> {
    await Promise.allSettled(promises);
    return await Promise.all(promises);
}

/** Exactly one of the outcomes is `done` and every other is one of `losses`; returns the place of the winner. */
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

interface End {
    readonly outcome: Outcome;
    readonly made: TracedCall | undefined;
    readonly error?: unknown;
}

async function endOf(obligation: string, start: () => Promise<unknown>): Promise<End> {
    const { promise, made } = begin(obligation, start);
    try {
        await promise;
        return { outcome: "done", made };
    } catch (error) {
        if (error instanceof ContractViolation) throw error;
        const call = made ?? callOf(error);
        const outcome = PersistenceError.kindOf(error);
        if (outcome !== undefined) return { outcome, made: call, error };
        throw new ContractViolation(obligation, "a PersistenceError", describeError(error), { call, cause: error });
    }
}

function begin(obligation: string, start: () => Promise<unknown>): Pick<End, "made"> & { promise: Promise<unknown> } {
    try {
        const { started, call } = startTraced(start);
        if (typeof started?.then === "function") return { promise: started, made: call };
        return broken(obligation, "a promise", describeValue(started), call);
    } catch (error) {
        if (error instanceof ContractViolation) throw error;
        const came = `it threw at once: ${describeError(error)}`;
        throw new ContractViolation(obligation, "a promise, also where the call fails", came, { cause: error });
    }
}

function countOf(outcomes: readonly Outcome[]): string {
    return [...new Set(outcomes)]
        .map((kind) => `${outcomes.filter((outcome) => outcome === kind).length} × ${kind}`)
        .join(", ");
}
