import { isTimestamp, Timestamp } from "../../domain/Timestamp";
import { JsonObject, JsonValue } from "../../ports/PersistencePort";

/**
 * A command that was, or was about to be, sent to the Backbone and whose outcome is not in the store yet. It is durable
 * before the first byte of the command leaves.
 */
export interface Intent {
    readonly command: "initiate" | "cancel";
    readonly requestedAt: Timestamp;
    readonly device: string;
    /**
     * Until then the command may still be on its way: a list that was asked for before then and does not show its effect
     * proves nothing. One that does show it is believed at any time.
     */
    readonly believeAbsenceFrom: Timestamp;
    /** Whoever sent it has given up waiting for the answer: nobody is about to settle it. */
    readonly hasEnded?: boolean;
}

/**
 * The intent as it counts now. Where the clock has been set back behind it, by more than a clock may be off, its times
 * begin anew: the doubt lasts as long as it was to last, and not until the wrong time comes.
 */
export function followingTheClock(intent: Intent, nowInMs: number, clockToleranceInMs: number): Intent {
    const setBackByInMs = Date.parse(intent.requestedAt) - nowInMs;
    if (setBackByInMs <= clockToleranceInMs) return intent;
    const believeAbsenceFrom = new Date(Date.parse(intent.believeAbsenceFrom) - setBackByInMs).toISOString();
    return { ...intent, requestedAt: new Date(nowInMs).toISOString(), believeAbsenceFrom };
}

export function intentToJson(intent: Intent): JsonObject {
    return { ...intent };
}

/** What is no intent is left out: this module cannot have written it. */
export function intentsFrom(value: JsonValue | undefined): Intent[] {
    return Array.isArray(value) ? value.filter(isIntent) : [];
}

function isIntent(value: unknown): value is Intent & JsonObject {
    const { command, requestedAt, device, believeAbsenceFrom } = (value ?? {}) as Partial<Record<string, unknown>>;
    return (
        (command === "initiate" || command === "cancel") &&
        isTimestamp(requestedAt) &&
        typeof device === "string" &&
        isTimestamp(believeAbsenceFrom)
    );
}
