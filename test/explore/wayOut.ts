import { isOpen } from "../../src/domain/IdentityDeletionProcessStatus";
import { Violation } from "./promises";
import type { Model, State } from "./State";
import type { Call } from "./World";

const dayInMs = 86_400_000;

/**
 * Every program ends in this state, and nothing is lost any more: there must be a way out that a person or a host can take.
 * The person cancels, or the time passes and the Identity is deleted or free. Throws a `Violation`.
 */
export async function requireWayOut(model: Model, state: State): Promise<void> {
    const hasBackbone = Object.values(model.world.actors).some(({ authority }) => authority === "backbone");
    const authority = hasBackbone && model.world.isGone !== true ? "backbone" : "local";
    for (const store of model.usedStores) {
        const number = model.storeNumber({ store });
        if (model.wasFaultless(`${state.stores[number]} ${state.backbone} ${state.now} ${state.facts}`)) continue;
        const stuck =
            (await stuckIn(model, state, store, authority)) ??
            (authority === "local" ? await neverDeleted(model, state, store) : undefined);
        if (stuck !== undefined) throw new Violation(`${store}: ${stuck}`);
    }
}

async function stuckIn(
    model: Model,
    first: State,
    store: string,
    authority: "local" | "backbone"
): Promise<string | undefined> {
    const attempts: Call[][] = [
        authority === "backbone" ? ["synchronize", "cancel"] : ["cancel"],
        ["close", "cancel"],
        ["runDue", "runDue"]
    ];
    const answers: string[] = [];
    let state = first;
    const isReachable = authority === "backbone";
    for (const days of [0, 1, 32]) {
        state = { ...state, now: state.now + days * dayInMs };
        for (const call of attempts.flat()) {
            const script = { authority, store, calls: [] };
            const { state: after, answer } = await model.freely(state, "recovery", script, call);
            state = after;
            answers.push(`${call}: ${answer.code}`);
            if (isFree(model, state, store) && !(isReachable && model.isOpenAtBackbone(state))) return undefined;
        }
        // Who can still cancel must not have to wait until it is too late.
        if (isReachable && model.isOpenAtBackbone(state)) break;
    }
    return `no way out: ${answers.slice(-8).join("; ")}`;
}

/** Who lets the time pass is deleted at the end, where the module itself decides. */
async function neverDeleted(model: Model, first: State, store: string): Promise<string | undefined> {
    const open = (state: State): boolean =>
        model.recordsOf(state, { store }).some(({ process, authority }) => {
            return process !== undefined && authority === undefined && isOpen(process.status);
        });
    if (!open(first) || model.recordsOf(first, { store }).some(({ authority }) => authority !== undefined)) {
        return undefined;
    }
    let state = { ...first, now: first.now + 32 * dayInMs };
    for (let run = 0; run < 3; run++) {
        const script = { authority: "local", store, calls: [] } as const;
        state = (await model.freely(state, "recovery", script, "runDue")).state;
        if (!open(state)) {
            const isDeleted = model.recordsOf(state, { store }).some(({ process }) => process?.status === "Deleted");
            return isDeleted ? undefined : "it was open, its end has passed, and it is not Deleted";
        }
        state = { ...state, now: state.now + dayInMs };
    }
    return "its end has passed, and it is still open";
}

function isFree(model: Model, state: State, store: string): boolean {
    return model
        .recordsOf(state, { store })
        .every(({ process, isUnsettled }) => !isUnsettled && (process === undefined || !isOpen(process.status)));
}
