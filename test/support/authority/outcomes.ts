import type { Result } from "@js-soft/ts-utils";
import type { IdentityDeletionProcessDTO, IdentityScope } from "../../../src";
import type { AuthorityRow } from "./authorityRows";
import { AuthorityStage } from "./AuthorityStage";

/** What the facade and the host's word answer in a row, each in a world of its own. */
export interface Outcomes {
    readonly "get active": string;
    readonly cancel: string;
    readonly initiate: string;
    readonly close: string;
    readonly takeOver: string;
    readonly waysOut: readonly string[];
}

type Calls = Exclude<keyof Outcomes, "waysOut">;
type Answer = Result<IdentityDeletionProcessDTO | undefined>;

const calls: Record<Calls, (scope: IdentityScope) => Promise<Answer>> = {
    "get active": ({ identityDeletionProcesses }) => identityDeletionProcesses.getActiveIdentityDeletionProcess(),
    cancel: ({ identityDeletionProcesses }) => identityDeletionProcesses.cancelIdentityDeletionProcess(),
    initiate: ({ identityDeletionProcesses }) => identityDeletionProcesses.initiateIdentityDeletionProcess(),
    close: (scope) => scope.decideOpenProcess("close"),
    takeOver: (scope) => scope.decideOpenProcess("takeOver")
};

/**
 * What leads out of a row, to where nothing is open and nothing in doubt. Those of the person and the host under the present
 * authority come first; that the host goes on without that Backbone comes last.
 */
const waysOut: Record<string, (stage: AuthorityStage) => Promise<unknown>> = {
    cancel: async (stage) => {
        const { scope } = await stage.present();
        await calls.cancel(scope);
        // The one that waited.
        if (!(await stage.isSettled())) await calls.cancel(scope);
    },
    close: async (stage) => await calls.close((await stage.present()).scope),
    takeOver: async (stage) => await takeOver(stage, await stage.present()),
    lifecycle: async (stage) => await runLifecycle(stage, await stage.present()),
    synchronize: async (stage) => await (await stage.present()).scope.backbone?.synchronize(),
    "synchronize after the end": async (stage) => {
        const { scope } = await stage.present();
        stage.waitForTheEnd();
        await scope.backbone?.synchronize();
    },
    "no Backbone: cancel": async (stage) => await calls.cancel((await stage.withoutBackbone()).scope),
    "no Backbone: close": async (stage) => await calls.close((await stage.withoutBackbone()).scope),
    "no Backbone: takeOver": async (stage) => await takeOver(stage, await stage.withoutBackbone()),
    "no Backbone: lifecycle": async (stage) => await runLifecycle(stage, await stage.withoutBackbone())
};

type Host = Awaited<ReturnType<AuthorityStage["present"]>>;

/** Taken over, it is as any other process of the module's own: the person can cancel it, and at its end it is deleted. */
async function takeOver(stage: AuthorityStage, host: Host): Promise<void> {
    const decided = await calls.takeOver(host.scope);
    if (decided.isSuccess && decided.value !== undefined && (await calls.cancel(host.scope)).isError) {
        await runLifecycle(stage, host);
    }
}

async function runLifecycle(stage: AuthorityStage, { lifecycle }: Host): Promise<void> {
    stage.waitForTheEnd();
    await lifecycle.runDue();
}

export async function outcomesOf(row: AuthorityRow): Promise<Outcomes> {
    const answers = {} as Record<Calls, string>;
    for (const [name, call] of Object.entries(calls) as [Calls, (scope: IdentityScope) => Promise<Answer>][]) {
        answers[name] = await on(row, async (stage) => inWords(await call((await stage.present()).scope)));
    }
    const ways: string[] = [];
    for (const [name, go] of Object.entries(waysOut)) {
        if (row.present === "local" && name.startsWith("no Backbone")) continue;
        const leadsOut = await on(row, async (stage) => {
            await go(stage);
            return await stage.isSettled();
        });
        if (leadsOut) ways.push(name);
    }
    return { ...answers, waysOut: ways };
}

async function on<Value>(row: AuthorityRow, work: (stage: AuthorityStage) => Promise<Value>): Promise<Value> {
    const stage = await AuthorityStage.of(row);
    try {
        return await work(stage);
    } finally {
        await stage.close();
    }
}

function inWords(answer: Answer): string {
    if (answer.isError) return `\`${answer.error.code.split(".").at(-1)}\``;
    return answer.value === undefined ? "–" : answer.value.status;
}
