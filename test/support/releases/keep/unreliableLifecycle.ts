import type { LifecycleFactory } from "../../../../src";
import type { Lifecycle } from "../../../../src/lifecycle";
import { personIn, type State } from "../people";

type Release = typeof import("../release");

/** A lifecycle whose host fails for some Identities, by their state. `onHanging` is called when a deleter never ends. */
export function unreliableLifecycle(release: Release, onHanging: () => void): LifecycleFactory<Lifecycle> {
    const isOneOf = (address: string, ...states: State[]): boolean =>
        states.some((state) => personIn(state).address === address);
    return release.Lifecycle.configure({
        deleters: [
            {
                name: "files",
                deleteIdentityData: async (address) => {
                    if (isOneOf(address, "deletingParked", "deletingWaitsForNextAttempt"))
                        throw new Error("The file server does not answer.");
                }
            },
            {
                name: "rows",
                dependsOn: ["files"],
                deleteIdentityData: async (address) => {
                    if (!isOneOf(address, "deletingLeaseRunOut")) return;
                    onHanging();
                    await new Promise(() => undefined);
                }
            }
        ],
        notifier: {
            remind: async () => undefined,
            notifyOfDeletion: async ({ address }) => {
                if (isOneOf(address, "deletingFinalNoticeFails")) throw new Error("The mail server does not answer.");
            }
        },
        retry: { firstDelayInMs: 3 * 3_600_000, attempts: 2 },
        worker: "kept",
        random: () => 0
    });
}
