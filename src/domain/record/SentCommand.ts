import { isTimestamp, Timestamp } from "../Timestamp";
import { JsonObject, JsonValue } from "./StoredRecord";

/** Its outcome is not in the store yet. Durable before the first byte of the command leaves. */
export interface SentCommand {
    readonly command: "initiate" | "cancel";
    readonly requestedAt: Timestamp;
    readonly device: string;
    /** The Backbone's own time when it was asked for, or a little earlier. Absent: unknown. */
    readonly backboneTime?: Timestamp | undefined;
    /** Absent: left to the Backbone. */
    readonly lengthOfGracePeriodInDays?: number | undefined;
    /** Until then it may still arrive: a list asked for earlier proves nothing by not showing its effect. */
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
