import type { HostAbortSignal } from "../../ports/HostAbortSignal";

export interface Reminder {
    readonly address: string;
    readonly processId: string;
    /** ISO 8601, UTC, with milliseconds. The person can cancel before it. */
    readonly gracePeriodEndsAt: string;
    /** Which of the host's reminders it is; after a failure it may be sent later. */
    readonly daysBeforeEnd: number;
    /** The same at each attempt for this reminder of this process, and for no other. Holds no address. */
    readonly idempotencyKey: string;
}

/** That an Identity has been deleted. No message follows it. */
export interface FinalNotice {
    readonly address: string;
    readonly processId: string;
    /** As with a reminder. */
    readonly idempotencyKey: string;
}

export interface NotificationContext {
    /** Aborts at `timeoutInMs`, and when the lifecycle is stopped. */
    readonly signal: HostAbortSignal;
}

/**
 * Both methods are called at least once for each message: again after a failure, a crash or a timeout, with the same
 * idempotency key. They resolve when the message is handed over, and reject where it is not.
 */
export interface Notifier {
    remind(reminder: Reminder, context: NotificationContext): Promise<void>;

    /** Called when all deleters are done, before the address is erased. */
    notifyOfDeletion(notice: FinalNotice, context: NotificationContext): Promise<void>;
}
