import { isOpen } from "../../src/domain/IdentityDeletionProcessStatus";
import { Execution } from "./Execution";
import type { Call } from "./World";

const dayInMs = 86_400_000;

/**
 * Whether there is a way out that a person or a host can take, once every script is over and nothing is lost any more: the
 * person cancels, or the time passes and the Identity is deleted or free.
 */
export async function wayOutOf(execution: Execution): Promise<string | undefined> {
    for (const store of execution.storeNames) {
        const stuck = await stuckIn(execution, store);
        if (stuck !== undefined) return `${store}: ${stuck}`;
    }
    return undefined;
}

async function stuckIn(execution: Execution, store: string): Promise<string | undefined> {
    const { isGone } = execution.backbone;
    const hasBackbone = Object.values(execution.world.actors).some(({ authority }) => authority === "backbone");
    const authority = hasBackbone && !isGone ? "backbone" : "local";
    const say = async (call: Call): Promise<string> =>
        await execution.freely({ authority, store, calls: [call] }, call);
    const attempts: Call[][] = [
        authority === "backbone" ? ["synchronize", "cancel"] : ["cancel"],
        ["close", "cancel"],
        ["runDue", "runDue"]
    ];
    const answers: string[] = [];
    for (const days of [0, 1, 32]) {
        execution.advance(days * dayInMs);
        for (const calls of attempts) for (const call of calls) answers.push(`${call}: ${await say(call)}`);
        if (await isOver(execution, store)) return undefined;
    }
    return `no way out: ${answers.slice(-8).join("; ")}`;
}

async function isOver(execution: Execution, store: string): Promise<boolean> {
    const records = await execution.records(store);
    return records.every(
        ({ process, isUnsettled }) => !isUnsettled && (process === undefined || !isOpen(process.status))
    );
}
