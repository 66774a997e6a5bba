import { CallRun } from "./CallRun";
import { Violation } from "./promises";
import { Model, type State, type Step, ViolationAt } from "./State";
import { requireWayOut } from "./wayOut";
import type { World } from "./World";

export interface Exploration {
    readonly states: number;
    readonly transitions: number;
    /** The most steps that a state is away from the beginning, by the shortest way. */
    readonly depth: number;
    /** Whether no state up to that depth was left out, and none is further away. */
    readonly isExhausted: boolean;
    /** What broke a promise, and the shortest row of steps that leads there. */
    readonly violation?: { readonly what: string; readonly steps: readonly Step[] };
}

export interface Limits {
    readonly maxStates: number;
    /** Goes to the end of each run first: finds what is far away sooner, and not by the shortest way. */
    readonly isDeepFirst?: boolean;
}

interface Visit {
    readonly state: State;
    readonly step: Step | undefined;
    readonly before: Visit | undefined;
    readonly depth: number;
}

/**
 * Runs through every state of a world, the nearest ones first, and checks each. Ends at the first violation, or where there
 * is no other state.
 */
export async function explore(world: World, { maxStates, isDeepFirst = false }: Limits): Promise<Exploration> {
    CallRun.drawTheSameEachTime();
    const model = new Model(world);
    const beginnings = await model.beginnings();
    const waiting = beginnings.map((state): Visit => ({ state, step: undefined, before: undefined, depth: 0 }));
    const seen = new Set(beginnings.map((state) => model.keyOf(state)));
    let transitions = 0;
    let depth = 0;
    const result = (isExhausted: boolean): Exploration => ({ states: seen.size, transitions, depth, isExhausted });
    for (let next = 0; next < waiting.length && seen.size < maxStates;) {
        const visit = isDeepFirst ? waiting.pop()! : waiting[next++];
        depth = Math.max(depth, visit.depth);
        try {
            model.check(visit.state);
            if (world.starts === undefined) await requireWayOut(model, visit.state);
            for (const { step, state } of await model.next(visit.state)) {
                transitions++;
                const key = model.keyOf(state);
                if (seen.has(key)) continue;
                seen.add(key);
                waiting.push({ state, step, before: visit, depth: visit.depth + 1 });
            }
        } catch (error) {
            if (!(error instanceof Violation)) throw error;
            const last = error instanceof ViolationAt ? [error.step] : [];
            return { ...result(false), violation: { what: error.message, steps: [...stepsTo(visit), ...last] } };
        }
        // What was visited is kept only as far as a way leads over it.
        if (next > 100_000) {
            waiting.splice(0, next);
            next = 0;
        }
    }
    return result(seen.size < maxStates);
}

function stepsTo(visit: Visit): Step[] {
    const steps: Step[] = [];
    for (let at: Visit | undefined = visit; at?.step !== undefined; at = at.before) steps.unshift(at.step);
    return steps;
}
