import { isTimestamp, Timestamp } from "../Timestamp";
import { JsonObject, JsonValue } from "./StoredRecord";

/**
 * A command that was, or was about to be, sent to the Backbone and whose outcome is not in the store yet. It is durable
 * before the first byte of the command leaves.
 */
export interface SentCommand {
    readonly command: "initiate" | "cancel";
    readonly requestedAt: Timestamp;
    readonly device: string;
    /** The Backbone's own time when it was asked for, or a little earlier. Absent: the Backbone had not told it. */
    readonly backboneTime?: Timestamp | undefined;
    /** What was asked for; absent: the length was left to the Backbone. */
    readonly lengthOfGracePeriodInDays?: number | undefined;
    /**
     * Until then the command may still arrive: a list that was asked for before then and does not show its effect proves
     * nothing. One that does show it counts at any time.
     */
    readonly absenceTrustedFrom: Timestamp;
    /** The sender has stopped waiting for the answer. */
    readonly hasEnded: boolean;
}

export function commandToJson(sent: SentCommand): JsonObject {
    const { command, requestedAt, device, absenceTrustedFrom, hasEnded } = sent;
    const json: JsonObject = { command, requestedAt, device, believeAbsenceFrom: absenceTrustedFrom };
    if (sent.backboneTime !== undefined) json.backboneTime = sent.backboneTime;
    if (sent.lengthOfGracePeriodInDays !== undefined) json.lengthInDays = sent.lengthOfGracePeriodInDays;
    if (hasEnded) json.hasEnded = hasEnded;
    return json;
}

/** What is no command is left out: this module cannot have written it. */
export function commandsFrom(value: JsonValue | undefined): SentCommand[] {
    return Array.isArray(value) ? value.flatMap((each) => commandFrom(each) ?? []) : [];
}

function commandFrom(value: JsonValue): SentCommand | undefined {
    const { command, requestedAt, device, believeAbsenceFrom, hasEnded, backboneTime, lengthInDays } = (value ??
        {}) as Partial<JsonObject>;
    if (command !== "initiate" && command !== "cancel") return undefined;
    if (!isTimestamp(requestedAt) || typeof device !== "string") return undefined;
    const absenceTrustedFrom = isTimestamp(believeAbsenceFrom) ? believeAbsenceFrom : requestedAt;
    const sent: SentCommand = { command, requestedAt, device, absenceTrustedFrom, hasEnded: hasEnded === true };
    const evidence = {
        ...(isTimestamp(backboneTime) ? { backboneTime } : {}),
        ...(typeof lengthInDays === "number" ? { lengthOfGracePeriodInDays: lengthInDays } : {})
    };
    return { ...sent, ...evidence };
}
