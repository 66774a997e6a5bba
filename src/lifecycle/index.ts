export type { RetryOptions } from "../domain/retry";
export type { DeletionContext, Deleter } from "./options/Deleter";
export { Lifecycle } from "./Lifecycle";
export type { LifecycleErrorOrigin, LifecycleEvent, LifecycleObserver } from "./options/LifecycleObserver";
export type { LifecycleOptions } from "./options/LifecycleOptions";
export type {
    DeletionFailure,
    FailedDeletion,
    LifecycleStatus,
    ParkedDeletion,
    RunSummary,
    UnreadableFinding,
    WaitingDeletion
} from "./operators/LifecycleReports";
export type { ProcessReport } from "./operators/ProcessReport";
export type { FinalNotice, NotificationContext, Notifier, Reminder } from "./options/Notifier";
export type { Timer } from "./options/Timer";
