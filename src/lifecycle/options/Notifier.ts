import type { HostAbortSignal } from "../../ports/HostAbortSignal";

/** That an Identity is going to be deleted. */
export interface Reminder {
    readonly address: string;
    readonly processId: string;
    /** ISO 8601, UTC, with milliseconds. Until the millisecond before, the person can cancel. */
    readonly gracePeriodEndsAt: string;
    /** Which of the host's reminders it is; it may be sent later than that, after a pause or a failure. */
    readonly daysBeforeEnd: number;
    /** The same at each attempt for this reminder of this process, and never used for another. Holds no address. */
    readonly idempotencyKey: string;
}

/** That an Identity has been deleted: the last that the person hears. */
export interface FinalNotice {
    readonly address: string;
    readonly processId: string;
    /** As with a reminder. */
    readonly idempotencyKey: string;
}

export interface NotificationContext {
    /** Fires at the deadline, and when the lifecycle is stopped for good. */
    readonly signal: HostAbortSignal;
}

/**
 * Tells the person. Both methods are called at least once for what is to be told: after a failure, a crash or a deadline
 * again, with the same idempotency key, by which the receiving side can tell a repetition. They resolve when the message
 * is in safe hands, and reject where it is not.
 */
export interface Notifier {
    remind(reminder: Reminder, context: NotificationContext): Promise<void>;

    /** Called when all deleters are done and while the address is still known, which is erased afterwards. */
    notifyOfDeletion(notice: FinalNotice, context: NotificationContext): Promise<void>;
}
