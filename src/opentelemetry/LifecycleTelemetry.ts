import type { EventBus } from "@js-soft/ts-utils";
import { metrics, trace, type MeterProvider, type TracerProvider } from "@opentelemetry/api";
import type { LifecycleEvent, LifecycleObserver } from "../lifecycle/options/LifecycleObserver";
import { observers } from "../observability/observers";
import { onProcessChanges } from "../observability/processChanges";
import { RecentStatus, type StatusSource } from "../observability/RecentStatus";
import { LifecycleMetrics } from "./LifecycleMetrics";
import { LifecycleSpans } from "./LifecycleSpans";

const scopeName = "identity-deletion-process";

export interface LifecycleTelemetryOptions {
    /** Default: the global one, which must be registered before. Without one, nothing is measured. */
    readonly meterProvider?: MeterProvider;
    /** Default: the global one. */
    readonly tracerProvider?: TracerProvider;
    /** Milliseconds since 1970. */
    readonly now?: () => number;
}

/** An `observer`. Metrics name deleters only; spans also process ids and error classes. Neither names a person. */
export class LifecycleTelemetry implements LifecycleObserver {
    private readonly metrics: LifecycleMetrics;
    private readonly observer: LifecycleObserver;
    private readonly now: () => number;

    private constructor({ meterProvider, tracerProvider, now = Date.now }: LifecycleTelemetryOptions) {
        this.now = now;
        this.metrics = new LifecycleMetrics((meterProvider ?? metrics).getMeter(scopeName));
        const spans = new LifecycleSpans((tracerProvider ?? trace).getTracer(scopeName), now);
        this.observer = observers(this.metrics, spans);
    }

    public static create(options: LifecycleTelemetryOptions = {}): LifecycleTelemetry {
        return new LifecycleTelemetry(options);
    }

    public observe(event: LifecycleEvent): void {
        this.observer.observe(event);
    }

    /** Counts `identity_deletion.initiated` and `.cancelled` on that bus. Returns a function that ends it. */
    public listenTo(eventBus: Pick<EventBus, "subscribe" | "unsubscribe">): () => void {
        return onProcessChanges(eventBus, this.metrics);
    }

    /** Measures `identity_deletion.lag` and `.processes`, at most every 5 s; one machine is enough. Returns what ends it. */
    public watch(lifecycle: StatusSource): () => void {
        const status = new RecentStatus(this.now);
        return this.metrics.watch(async () => await status.of(lifecycle));
    }
}
