export type { DeletionContext, Deleter } from "./Deleter";
export { Lifecycle } from "./Lifecycle";
export type { LifecycleErrorOrigin, LifecycleEvent, LifecycleObserver } from "./LifecycleObserver";
export type { LifecycleOptions, RetryOptions } from "./LifecycleOptions";
export type {
    DeletionFailure,
    FailedDeletion,
    LifecycleStatus,
    ParkedDeletion,
    RunSummary,
    UnreadableFinding,
    WaitingDeletion
} from "./LifecycleReports";
export type { FinalNotice, NotificationContext, Notifier, Reminder } from "./Notifier";
export type { Timer } from "./Timer";
