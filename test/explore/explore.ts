import { Execution } from "./Execution";
import { wayOutOf } from "./recover";
import type { World } from "./World";

interface Step {
    readonly actor: string;
    readonly label: string;
    readonly choice: string;
}

export interface Exploration {
    readonly states: number;
    readonly transitions: number;
    /** The most steps from the beginning to a state. */
    readonly depth: number;
    /** Whether no state was left out. */
    readonly isExhausted: boolean;
    /** What broke a promise, and the steps that led there. */
    readonly violation?: { readonly what: string; readonly steps: readonly Step[] };
}

interface Limits {
    readonly maxStates: number;
    /** No step further than this from the beginning. */
    readonly maxDepth: number;
}

/**
 * Runs through every interleaving of a world: depth first, and each run from the beginning. A state that was seen is not
 * gone on from. Ends at the first violation.
 */
export async function explore(world: World, { maxStates, maxDepth }: Limits): Promise<Exploration> {
    const seen = new Set<bigint>();
    const open: Step[][] = [[]];
    let transitions = 0;
    let depth = 0;
    let isExhausted = true;
    const result = (): Exploration => ({ states: seen.size, transitions, depth, isExhausted });
    for (let prefix = open.pop(); prefix !== undefined; prefix = open.pop()) {
        if (seen.size >= maxStates) return { ...result(), isExhausted: false };
        const execution = await Execution.of(world);
        const { scheduler, history } = execution;
        const steps: Step[] = [];
        for (const step of prefix) {
            await scheduler.choose(step.actor, step.choice);
            steps.push(step);
        }
        for (;;) {
            if (scheduler.failure !== undefined) throw scheduler.failure as Error;
            transitions++;
            for (const store of execution.storeNames) history.check(await execution.records(store));
            if (history.violations.length > 0)
                return { ...result(), violation: { what: history.violations[0], steps } };
            const state = hashOf(await execution.canonical());
            if (seen.has(state)) break;
            seen.add(state);
            depth = Math.max(depth, steps.length);
            const next = nextSteps(execution);
            if (next.length === 0) {
                const what = await checkEnd(execution);
                if (what !== undefined) return { ...result(), violation: { what, steps } };
                break;
            }
            if (steps.length >= maxDepth) {
                isExhausted = false;
                break;
            }
            for (const step of next.slice(1)) open.push([...steps, step]);
            await scheduler.choose(next[0].actor, next[0].choice);
            steps.push(next[0]);
        }
    }
    return result();
}

function nextSteps({ scheduler, faults, world }: Execution): Step[] {
    return scheduler.gates.flatMap(({ actor, label, choices }) =>
        choices.filter((choice) => choice === "go" || faults < world.faults).map((choice) => ({ actor, label, choice }))
    );
}

async function checkEnd(execution: Execution): Promise<string | undefined> {
    const { history } = execution;
    for (const store of execution.storeNames) history.checkEvents(store, await execution.records(store));
    const stuck = history.violations[0] ?? (await wayOutOf(execution));
    return stuck ?? history.violations[0];
}

/** 64 bits of FNV-1a in two halves: a collision among ten million states has a chance of one in 300,000. */
function hashOf(text: string): bigint {
    let high = 0x811c9dc5;
    let low = 0x9e3779b9;
    for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        high = Math.imul(high ^ code, 0x01000193);
        low = Math.imul(low ^ code, 0x85ebca6b);
    }
    return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
