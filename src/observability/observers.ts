import { ignoreErrors } from "../application/ignoreErrors";
import type { LifecycleEvent, LifecycleObserver } from "../lifecycle/options/LifecycleObserver";

/** What one throws is ignored: it must not stop a deletion. */
export function observers(...all: readonly LifecycleObserver[]): LifecycleObserver {
    return {
        observe(event: LifecycleEvent) {
            for (const observer of all) {
                ignoreErrors(() => observer.observe(event));
            }
        }
    };
}
