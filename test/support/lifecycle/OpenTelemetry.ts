import {
    AggregationTemporality,
    type DataPoint,
    InMemoryMetricExporter,
    MeterProvider,
    type MetricData,
    PeriodicExportingMetricReader
} from "@opentelemetry/sdk-metrics";
import {
    BasicTracerProvider,
    InMemorySpanExporter,
    type ReadableSpan,
    SimpleSpanProcessor
} from "@opentelemetry/sdk-trace-base";
import type { Attributes } from "@opentelemetry/api";

/** OpenTelemetry's own SDK, with exporters that keep in memory what a host's would send. */
export class OpenTelemetry {
    public readonly meterProvider: MeterProvider;
    public readonly tracerProvider: BasicTracerProvider;

    private readonly metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    private readonly spanExporter = new InMemorySpanExporter();

    public constructor() {
        const exporter = this.metricExporter;
        // Collects when it is told to: its own interval is longer than any test.
        const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 31 - 1 });
        this.meterProvider = new MeterProvider({ readers: [reader] });
        this.tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(this.spanExporter)] });
    }

    /** Collects now. */
    public async metrics(): Promise<readonly MetricData[]> {
        this.metricExporter.reset();
        await this.meterProvider.forceFlush();
        return this.metricExporter
            .getMetrics()
            .flatMap(({ scopeMetrics }) => scopeMetrics)
            .flatMap(({ metrics }) => metrics);
    }

    /** The values of one metric, each with its attributes; of a histogram count and sum. */
    public async pointsOf(name: string): Promise<[value: unknown, attributes: Attributes][]> {
        const metric = (await this.metrics()).find(({ descriptor }) => descriptor.name === name);
        const points = (metric?.dataPoints ?? []) as DataPoint<number | { count: number; sum?: number }>[];
        return points.map(({ value, attributes }) => [
            typeof value === "number" ? value : [value.count, value.sum],
            attributes
        ]);
    }

    /** In the order in which they ended. */
    public get spans(): ReadableSpan[] {
        return this.spanExporter.getFinishedSpans();
    }

    public async shutdown(): Promise<void> {
        await this.meterProvider.shutdown();
        await this.tracerProvider.shutdown();
    }
}
