import type { LifecycleFactory } from "../../application/LifecyclePort";
import type { Lifecycle, LifecycleOptions } from "../../lifecycle";
import type { CommandContext } from "../CommandContext";
import { lazily } from "../lazily";
import { closeHostFile } from "./closeHostFile";
import { configureLifecycle } from "./configureLifecycle";
import { loadHostFile } from "./loadHostFile";

/** Runs nothing. The options of the deleters' file count: the lease says how far ahead work under way is found. */
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
