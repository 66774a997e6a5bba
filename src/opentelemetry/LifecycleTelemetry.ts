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
    /** Default: the global one, which must be registered before. Without one, nothing is measured and nothing fails. */
    readonly meterProvider?: MeterProvider;
    /** Default: the global one. */
    readonly tracerProvider?: TracerProvider;
    /** Milliseconds since 1970, for the beginning and end of spans. Default: the machine's clock. */
    readonly now?: () => number;
}

/**
 * Counts, measures and traces what happens, through OpenTelemetry's API. Metrics name deleters only; a span also
 * has the process id and the names of error classes. Neither has an address, a Device, or an error's message.
 *
 * Hand it to `Lifecycle.configure` as `observer`; `listenTo` counts what people do, `watch` measures what is due.
 */
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

    /** Counts `identity_deletion.initiated` and `.cancelled`, wherever on that bus they come from. Returns a function that ends it. */
    public listenTo(eventBus: Pick<EventBus, "subscribe" | "unsubscribe">): () => void {
        return onProcessChanges(eventBus, this.metrics);
    }

    /**
     * Measures `identity_deletion.lag` and `.processes` of the lifecycle's store, at each collection of metrics but at most
     * every five seconds. With many machines each reports the same, so one of them is enough. Where the store does not
     * answer, nothing is reported: a reader may repeat the last value. Returns a function that ends it.
     */
    public watch(lifecycle: StatusSource): () => void {
        const status = new RecentStatus(this.now);
        return this.metrics.watch(async () => await status.of(lifecycle));
    }
}
