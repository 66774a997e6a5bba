import { Timestamp } from "../../domain/Timestamp";

/** No moment reaches it, and it is behind everything that is planned. */
export const parkedDueAt: Timestamp = "9999-12-31T23:59:59.999Z";

export const latestPlannedDueAt: Timestamp = "9999-12-30T23:59:59.999Z";

export function earlier(one: Timestamp, other: Timestamp | null): Timestamp {
    return other === null || one < other ? one : other;
}
