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
    readonly onProgress?: (states: number, depth: number) => void;
}

interface Visit {
    readonly state: State;
    readonly step: Step | undefined;
    readonly before: Visit | undefined;
}

/**
 * Runs through every state of a world, the nearest ones first, and checks each. Ends at the first violation, or where there
 * is no other state.
 */
export async function explore(world: World, { maxStates, onProgress }: Limits): Promise<Exploration> {
    CallRun.drawTheSameEachTime();
    const model = new Model(world);
    const seen = new Set<string>();
    let transitions = 0;
    let depth = 0;
    const first: Visit = { state: await model.first(), step: undefined, before: undefined };
    seen.add(model.keyOf(first.state));
    let level = [first];
    const result = (isExhausted: boolean): Exploration => ({ states: seen.size, transitions, depth, isExhausted });
    while (level.length > 0) {
        const nextLevel: Visit[] = [];
        for (const visit of level) {
            try {
                model.check(visit.state);
                await requireWayOut(model, visit.state);
                for (const { step, state } of await model.next(visit.state)) {
                    transitions++;
                    const key = model.keyOf(state);
                    if (seen.has(key)) continue;
                    seen.add(key);
                    nextLevel.push({ state, step, before: visit });
                }
            } catch (error) {
                if (!(error instanceof Violation)) throw error;
                const last = error instanceof ViolationAt ? [error.step] : [];
                return { ...result(false), violation: { what: error.message, steps: [...stepsTo(visit), ...last] } };
            }
            if (seen.size >= maxStates) return result(false);
        }
        if (nextLevel.length > 0) depth++;
        onProgress?.(seen.size, depth);
        level = nextLevel;
    }
    return result(true);
}

function stepsTo(visit: Visit): Step[] {
    const steps: Step[] = [];
    for (let at: Visit | undefined = visit; at?.step !== undefined; at = at.before) steps.unshift(at.step);
    return steps;
}
