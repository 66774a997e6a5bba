import type { LifecycleFactory } from "../../application/LifecyclePort";
import type { Lifecycle, LifecycleOptions } from "../../lifecycle";
import type { CommandContext } from "../CommandContext";
import { lazily } from "../lazily";
import { closeHostFile } from "./closeHostFile";
import { configureLifecycle } from "./configureLifecycle";
import { loadHostFile } from "./loadHostFile";

/**
 * For the commands that look, or say a word, and run nothing. Where the file with deleters is named, its options count: by
 * the length of a lease it is known how far ahead work that is under way is found.
 */
export async function withLifecycleForOperators<Value>(
    context: CommandContext,
    work: (lifecycle: Lifecycle) => Promise<Value>
): Promise<Value> {
    const path = context.settings.deleters;
    if (path === undefined) return await workWith(lazily.lifecycle().Lifecycle.configure(runsNothing), context, work);
    const file = await loadHostFile(path, context.environment);
    try {
        return await workWith(configureLifecycle(path, file.options), context, work);
    } finally {
        await closeHostFile(file, context.output);
    }
}

async function workWith<Value>(
    lifecycle: LifecycleFactory<Lifecycle>,
    context: CommandContext,
    work: (lifecycle: Lifecycle) => Promise<Value>
): Promise<Value> {
    return await context.withLifecycle(lifecycle, async (module) => await work(module.lifecycle), false);
}

/** A lifecycle has to have deleters, also one that is only asked. */
const runsNothing: LifecycleOptions = {
    deleters: [{ name: "none", deleteIdentityData: async () => await Promise.reject(new Error("It runs nothing.")) }],
    notifier: "none"
};
