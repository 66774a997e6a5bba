import type { HostAccount } from "./Host";
import { replaceProperty } from "./replaceProperty";

/** What is done around the Runtime's own synchronisations. */
export interface Around {
    run(synchronize: () => Promise<unknown>, name: "syncDatawallet" | "syncEverything"): Promise<unknown>;
}

/**
 * Has the account's `syncDatawallet` and `syncEverything` run within `around`, whoever calls them; what is returned takes
 * them back.
 */
export function aroundSynchronizations(account: HostAccount, around: Around): () => void {
    const givingBack = (["syncDatawallet", "syncEverything"] as const).map((name) => {
        const original = account[name].bind(account) as (...parameters: unknown[]) => Promise<unknown>;
        return replaceProperty(
            account,
            name,
            async (...parameters: unknown[]) => await around.run(() => original(...parameters), name)
        );
    });
    return () => {
        for (const giveBack of givingBack) giveBack();
    };
}
