export type { DeletionContext, Deleter } from "./Deleter";
export { Lifecycle } from "./Lifecycle";
export type { LifecycleErrorOrigin, LifecycleEvent, LifecycleObserver } from "./LifecycleObserver";
export type { LifecycleOptions, RetryOptions } from "./LifecycleOptions";
export type { FailedDeletion, LifecycleStatus, RunSummary } from "./LifecycleReports";
export type { FinalNotice, NotificationContext, Notifier, Reminder } from "./Notifier";
export type { Timer } from "./Timer";
