import { quietly } from "../application/quietly";
import type { LifecycleEvent, LifecycleObserver } from "../lifecycle/options/LifecycleObserver";

/** One observer that tells all of them. What one throws is ignored. */
export function observers(...all: readonly LifecycleObserver[]): LifecycleObserver {
    return {
        observe(event: LifecycleEvent) {
            for (const observer of all) {
                // An observer that throws must not stop a deletion.
                quietly(() => observer.observe(event));
            }
        }
    };
}
