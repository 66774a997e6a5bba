import type { Result } from "@js-soft/ts-utils";
import type { IdentityScope } from "../../../src";
import { Continuation, type KeptStore } from "./KeptStore";
import { backboneStates, type State } from "./people";

/** What the Identity in one state is answered, each command on a copy of its own. Runs in a browser, too. */
export interface Answers {
    /** A status, or the last part of an error's code. */
    readonly active: string;
    readonly cancel: string;
    readonly initiate: string;
    readonly list: readonly { readonly id: string; readonly status: string }[];
    /** What get by id answers for each process of the story. */
    readonly byId: readonly string[];
    /** Get active and initiate once more, after the cancellation. */
    readonly afterCancel: readonly [string, string];
}

export async function answersIn(store: KeptStore, state: State): Promise<Answers> {
    const authority = (backboneStates as readonly State[]).includes(state) ? "backbone" : "local";
    const on = async <Value>(ask: (scope: IdentityScope) => Promise<Value>): Promise<Value> => {
        const continuation = await Continuation.of(store);
        try {
            return await ask(await continuation.scope(state, authority));
        } finally {
            await continuation.close();
        }
    };
    const read = await on(async ({ identityDeletionProcesses: processes }) => {
        const list = (await processes.getIdentityDeletionProcesses()).value.map(({ id, status }) => ({ id, status }));
        const byId: string[] = [];
        for (const id of store.story.processIds[state] ?? []) {
            byId.push(said(await processes.getIdentityDeletionProcess({ id })));
        }
        return { list, byId, active: said(await processes.getActiveIdentityDeletionProcess()) };
    });
    const initiate = await on(async ({ identityDeletionProcesses: processes }) =>
        said(await processes.initiateIdentityDeletionProcess())
    );
    const cancelled = await on(async ({ identityDeletionProcesses: processes }) => ({
        cancel: said(await processes.cancelIdentityDeletionProcess()),
        afterCancel: [
            said(await processes.getActiveIdentityDeletionProcess()),
            said(await processes.initiateIdentityDeletionProcess())
        ] as const
    }));
    return { ...read, initiate, ...cancelled };
}

/**
 * What the person finds who looks, and then cancels until there is nothing left to cancel, after the host has changed the
 * authority and says, where it is asked, that the process of the old one is closed.
 */
export interface WayOut {
    readonly active: string;
    readonly list: readonly string[];
    /** What get active says at last, and initiate then. */
    readonly atLast: readonly [string, string];
    readonly openAtTheBackbone: readonly string[];
}

/** `processAtTheBackbone`: the Backbone has one of the same Identity open, which this store knows nothing of. */
export async function wayOutOf(
    store: KeptStore,
    state: State,
    authority: "local" | "backbone",
    { processAtTheBackbone = false } = {}
): Promise<WayOut> {
    const continuation = await Continuation.of(store);
    try {
        if (authority === "backbone") await continuation.join(state, processAtTheBackbone);
        const scope = await continuation.scope(state, authority);
        const { identityDeletionProcesses: processes } = scope;
        const list = (await processes.getIdentityDeletionProcesses()).value.map(({ status }) => status);
        const active = said(await processes.getActiveIdentityDeletionProcess());
        for (let turns = 0; turns < 4; turns++) {
            const cancel = said(await processes.cancelIdentityDeletionProcess());
            if (cancel === "authorityHasChanged") await scope.decideOpenProcess("close");
            if (cancel === none) break;
        }
        const openAtTheBackbone = authority === "backbone" ? continuation.openAtTheBackbone(state) : [];
        const atLast = [
            said(await processes.getActiveIdentityDeletionProcess()),
            said(await processes.initiateIdentityDeletionProcess())
        ] as const;
        return { active, list, atLast, openAtTheBackbone };
    } finally {
        await continuation.close();
    }
}

export const none = "noActiveIdentityDeletionProcess";

function said(result: Result<{ status: string }>): string {
    return result.isSuccess ? result.value.status : result.error.code.split(".").at(-1)!;
}
