import { type Attributes, ROOT_CONTEXT, type Span, SpanStatusCode, trace, type Tracer } from "@opentelemetry/api";
import type { LifecycleEvent } from "../lifecycle/options/LifecycleObserver";
import { publicFields } from "../observability/publicFields";

const prefix = "identity_deletion";

interface Step {
    readonly span: Span;
    readonly startedAt: number;
    /** Where it has probably ended: with a final notice that is tried again later. */
    endedAt?: number;
}

/** One span for each attempt at a deletion, with children for deleters and the final notice. A reminder has its own. */
export class LifecycleSpans {
    private readonly open = new Map<string, Step>();

    public constructor(
        private readonly tracer: Tracer,
        private readonly now: () => number
    ) {}

    public observe(event: LifecycleEvent): void {
        switch (event.type) {
            case "claimed":
            case "resumed":
                return this.begin(event.processId, event);
            case "deleterFinished":
            case "deleterFailed":
                return this.child("deleter", event);
            case "finalNoticeSent":
                return this.child("final_notice", event);
            case "finalNoticeFailed":
                this.child("final_notice", event);
                return this.mayHaveEnded(event.processId);
            case "reminderSent":
            case "reminderFailed":
                return this.call("reminder", event);
            case "deleted":
            case "retryPlanned":
            case "parked":
            case "lostRace":
            case "interrupted":
                return this.end(event.processId, event);
            case "runFinished":
                for (const [processId, step] of this.open) if (step.endedAt !== undefined) this.close(processId, step);
                return;
            default:
        }
    }

    private begin(processId: string, event: LifecycleEvent): void {
        const left = this.open.get(processId);
        if (left !== undefined) this.close(processId, left);
        const startedAt = this.now();
        const span = this.tracer.startSpan(
            `${prefix}.deletion`,
            { startTime: startedAt, attributes: attributesOf(event) },
            ROOT_CONTEXT
        );
        this.open.set(processId, { span, startedAt });
    }

    private mayHaveEnded(processId: string): void {
        const step = this.open.get(processId);
        if (step !== undefined) step.endedAt = this.now();
    }

    /** A step that never began, such as a lost claim, has no span. */
    private end(processId: string, event: LifecycleEvent): void {
        const step = this.open.get(processId);
        if (step === undefined) return;
        step.span.setAttributes({ ...attributesOf(event), [`${prefix}.outcome`]: event.type });
        if (isFailure(event)) step.span.setStatus({ code: SpanStatusCode.ERROR });
        step.endedAt = this.now();
        this.close(processId, step);
    }

    private close(processId: string, { span, endedAt }: Step): void {
        span.end(endedAt ?? this.now());
        this.open.delete(processId);
    }

    private child(name: string, event: LifecycleEvent & { processId: string; durationInMs: number }): void {
        this.call(name, event, this.open.get(event.processId));
    }

    private call(name: string, event: LifecycleEvent & { durationInMs: number }, parent?: Step): void {
        const endedAt = this.now();
        const startedAt = Math.max(endedAt - event.durationInMs, parent?.startedAt ?? 0);
        const context = parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent.span);
        const options = { startTime: startedAt, attributes: attributesOf(event) };
        const span = this.tracer.startSpan(`${prefix}.${name}`, options, context);
        if ("errorName" in event) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end(endedAt);
    }
}

function isFailure(event: LifecycleEvent): boolean {
    if (event.type === "interrupted") return event.errorName !== "Stopped";
    return event.type === "retryPlanned" || event.type === "parked";
}

function attributesOf(event: LifecycleEvent): Attributes {
    const { event: _, ...fields } = publicFields(event);
    return Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, value])
    ) as Attributes;
}
