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
