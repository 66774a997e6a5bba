import type { HostAccount } from "./Host";

/** What is done around the Runtime's own synchronisations. */
export interface Around {
    run(synchronize: () => Promise<unknown>): Promise<unknown>;
}

/**
 * Has the account's `syncDatawallet` and `syncEverything` run within `around`, whoever calls them; what is returned takes
 * them back.
 */
export function aroundSynchronizations(account: HostAccount, around: Around): () => void {
    const names = ["syncDatawallet", "syncEverything"] as const;
    for (const name of names) {
        const original = account[name].bind(account) as (...parameters: unknown[]) => Promise<unknown>;
        Object.defineProperty(account, name, {
            configurable: true,
            writable: true,
            value: async (...parameters: unknown[]) => await around.run(() => original(...parameters))
        });
    }
    return () => {
        for (const name of names) Reflect.deleteProperty(account, name);
    };
}
