import type { LifecycleEvent } from "../lifecycle/options/LifecycleObserver";

export interface LogLine {
    readonly level: "debug" | "info" | "warn" | "error";
    readonly sentence: string;
}

type Line = readonly [level: LogLine["level"], sentence: string];

/** `error`: an operator has to act. `warn`: it recovers by itself, unless it is logged again and again. */
const lines: Readonly<Record<LifecycleEvent["type"], Line>> = {
    planned: ["debug", "A process was planned."],
    reminderSent: ["info", "A reminder was sent."],
    reminderFailed: ["warn", "A reminder failed, and is tried again."],
    claimed: ["info", "The grace period is over: the deletion begins."],
    resumed: ["info", "The deletion goes on."],
    deleterFinished: ["info", "A deleter is done."],
    deleterFailed: ["warn", "A deleter failed."],
    retryPlanned: ["info", "The deletion is tried again later."],
    parked: ["error", "The deletion failed too often: it waits for an operator."],
    unparked: ["info", "An operator has the deletion tried again."],
    finalNoticeSent: ["info", "The final notice was sent."],
    finalNoticeFailed: ["warn", "The final notice failed."],
    finalNoticeGivenUp: ["warn", "The final notice was given up."],
    deleted: ["info", "The Identity is deleted."],
    lostRace: ["debug", "Another writer was faster."],
    interrupted: ["warn", "The work was interrupted; it goes on when its lease ends."],
    completionFailed: ["warn", "The deletion could not be completed."],
    unreadableRecord: ["error", "A due record cannot be read. It is passed over until it is repaired."],
    runFinished: ["debug", "A run is finished."],
    runFailed: ["error", "The lifecycle cannot run; it tries again by itself."]
};

export function logLineFor(event: LifecycleEvent): LogLine {
    const [level, sentence] = lines[event.type];
    if (event.type === "resumed" && event.leaseHadExpired) {
        return {
            level: "warn",
            sentence: "The deletion goes on after the lease of another worker has expired."
        };
    }
    if (event.type === "runFinished" && event.summary.found > event.summary.planned) return { level: "info", sentence };
    if (event.type === "interrupted" && event.errorName === "Stopped") {
        return { level: "info", sentence: "The lifecycle is being stopped: the work goes on after it." };
    }
    return { level, sentence };
}
