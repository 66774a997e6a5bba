export { LifecycleTelemetry, type LifecycleTelemetryOptions } from "./LifecycleTelemetry";
export type { StatusSource } from "../observability/RecentStatus";
export type { LifecycleEvent, LifecycleObserver } from "../lifecycle/options/LifecycleObserver";
export type { LifecycleStatus, RunSummary } from "../lifecycle/operators/LifecycleReports";
