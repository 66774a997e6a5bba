import { quietly } from "../application/quietly";
import type { LifecycleEvent, LifecycleObserver } from "../lifecycle/options/LifecycleObserver";

/** Several observers in the place of one, each told of everything. What one throws is ignored, and does not concern the others. */
export function observers(...all: readonly LifecycleObserver[]): LifecycleObserver {
    return {
        observe(event: LifecycleEvent) {
            for (const observer of all) {
                // Whoever only listens must not stop a deletion.
                quietly(() => observer.observe(event));
            }
        }
    };
}
