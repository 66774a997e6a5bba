import { type Counter, type Histogram, type Meter, type ObservableGauge, ValueType } from "@opentelemetry/api";
import type { LifecycleEvent } from "../lifecycle/options/LifecycleObserver";
import type { LifecycleStatus } from "../lifecycle/operators/LifecycleReports";
import { deleterNameOf } from "../observability/publicFields";

/** In seconds: from a row in a table to a large store of files. */
const durationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

export class LifecycleMetrics {
    private readonly initiatedCount: Counter;
    private readonly cancelledCount: Counter;
    private readonly reminded: Counter;
    private readonly deleted: Counter;
    private readonly failed: Counter;
    private readonly parked: Counter;
    private readonly durationOfDeleter: Histogram;
    private readonly lag: ObservableGauge;
    private readonly processes: ObservableGauge;

    public constructor(private readonly meter: Meter) {
        const counter = (name: string, unit: string, description: string): Counter =>
            meter.createCounter(`identity_deletion.${name}`, { unit, description, valueType: ValueType.INT });
        this.initiatedCount = counter("initiated", "{process}", "Deletions that were initiated.");
        this.cancelledCount = counter("cancelled", "{process}", "Deletions that were cancelled.");
        this.reminded = counter("reminded", "{reminder}", "Reminders that were handed to the notifier.");
        this.deleted = counter("deleted", "{process}", "Identities that were deleted, with a tombstone.");
        this.failed = counter(
            "failed",
            "{failure}",
            "Failures of deleters, reminders, final notices, completions and the runner."
        );
        this.parked = counter("parked", "{process}", "Deletions that failed too often and wait for an operator.");
        this.durationOfDeleter = meter.createHistogram("identity_deletion.deleter.duration", {
            unit: "s",
            description: "How long a deleter took.",
            advice: { explicitBucketBoundaries: durationBounds }
        });
        this.lag = meter.createObservableGauge("identity_deletion.lag", {
            unit: "s",
            description: "How long the oldest of what is due has been due; 0: nothing is."
        });
        this.processes = meter.createObservableGauge("identity_deletion.processes", {
            unit: "{process}",
            description: "How many processes the lifecycle has to work on, by their state.",
            valueType: ValueType.INT
        });
    }

    public initiated(): void {
        this.initiatedCount.add(1);
    }

    public cancelled(): void {
        this.cancelledCount.add(1);
    }

    public observe(event: LifecycleEvent): void {
        switch (event.type) {
            case "reminderSent":
                return this.reminded.add(1);
            case "deleted":
                return this.deleted.add(1);
            case "parked":
                return this.parked.add(1);
            case "reminderFailed":
                return this.failed.add(1, { step: "reminder" });
            case "finalNoticeFailed":
                return this.failed.add(1, { step: "finalNotice" });
            case "completionFailed":
                return this.failed.add(1, { step: "completion" });
            case "runFailed":
                return this.failed.add(1, { step: "run" });
            case "deleterFinished":
                return this.took(event, "done");
            case "deleterFailed":
                this.failed.add(1, { step: "deleter", deleter: nameOf(event) });
                // One that is not registered was not called.
                if (event.errorName !== "NotRegistered") this.took(event, event.hasTimedOut ? "timedOut" : "failed");
                return;
            default:
        }
    }

    /** Calls `statusOf` at each collection; where it fails, nothing is reported. Returns a function that ends it. */
    public watch(statusOf: () => Promise<LifecycleStatus>): () => void {
        const gauges = [this.lag, this.processes];
        const observe: Parameters<Meter["addBatchObservableCallback"]>[0] = async (result) => {
            let status: LifecycleStatus;
            try {
                status = await statusOf();
            } catch {
                return;
            }
            result.observe(this.lag, status.lagInMs / 1_000);
            for (const state of ["due", "running", "retrying", "failed", "unreadable"] as const) {
                result.observe(this.processes, status[state], { state });
            }
        };
        this.meter.addBatchObservableCallback(observe, gauges);
        return () => this.meter.removeBatchObservableCallback(observe, gauges);
    }

    private took(event: { deleter: string; durationInMs: number }, outcome: "done" | "failed" | "timedOut"): void {
        this.durationOfDeleter.record(event.durationInMs / 1_000, { deleter: nameOf(event), outcome });
    }
}

function nameOf({ deleter }: { deleter: string }): string {
    return deleterNameOf(deleter) ?? "unknown";
}
