import type { LifecycleEvent, LifecycleObserver, RunSummary } from "../../lifecycle";
import { nothingDone } from "../../lifecycle/operators/LifecycleReports";

type Sums = { -readonly [Name in keyof RunSummary]: number };

export class Totals implements LifecycleObserver {
    private readonly sums: Sums = { ...nothingDone };

    public observe(event: LifecycleEvent): void {
        if (event.type !== "runFinished") return;
        const { unreadable } = this.sums;
        for (const name of Object.keys(this.sums) as (keyof Sums)[]) this.sums[name] += event.summary[name];
        // Each run meets the same ones.
        this.sums.unreadable = Math.max(unreadable, event.summary.unreadable);
    }

    public get summary(): RunSummary {
        return { ...this.sums };
    }

    /** Whether something was not done that was due. What another worker has done counts as done. */
    public get isIncomplete(): boolean {
        const { failed, parked, interrupted, unreadable } = this.sums;
        return failed + parked + interrupted + unreadable > 0;
    }

    public get rows(): (readonly [what: string, count: string])[] {
        const { reminded, deleted, failed, parked, interrupted, unreadable } = this.sums;
        const rows: [string, number][] = [
            ["Reminders sent", reminded],
            ["Identities deleted", deleted],
            ["Failed, tried again later", failed],
            ["Failed too often, see `identity-deletion lifecycle failed`", parked],
            ["Interrupted, goes on at once or when its lease ends", interrupted],
            ["Records that cannot be read, see `identity-deletion lifecycle failed`", unreadable]
        ];
        return rows.filter(([, count]) => count > 0).map(([what, count]) => [what, String(count)]);
    }
}
