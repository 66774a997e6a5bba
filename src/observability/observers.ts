import { ignoreErrors } from "../application/ignoreErrors";
import type { LifecycleEvent, LifecycleObserver } from "../lifecycle/options/LifecycleObserver";

/** One observer that tells all of them. What one throws is ignored. */
export function observers(...all: readonly LifecycleObserver[]): LifecycleObserver {
    return {
        observe(event: LifecycleEvent) {
            for (const observer of all) {
                // An observer that throws must not stop a deletion.
                ignoreErrors(() => observer.observe(event));
            }
        }
    };
}
