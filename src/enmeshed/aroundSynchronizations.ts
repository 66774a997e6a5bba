import type { HostAccount } from "./Host";
import { replaceProperty } from "./replaceProperty";

export interface Around {
    run(synchronize: () => Promise<unknown>, name: "syncDatawallet" | "syncEverything"): Promise<unknown>;
}

/** Runs the account's `syncDatawallet` and `syncEverything` within `around`. Returns what restores them. */
export function aroundSynchronizations(account: HostAccount, around: Around): () => void {
    const restoring = (["syncDatawallet", "syncEverything"] as const).map((name) => {
        const original = account[name].bind(account) as (...parameters: unknown[]) => Promise<unknown>;
        return replaceProperty(account, name, (...parameters: unknown[]) =>
            around.run(() => original(...parameters), name)
        );
    });
    return () => {
        for (const restore of restoring) restore();
    };
}
