import { Timestamp } from "../../domain/Timestamp";

/** `dueAt` of what waits for an operator: no moment reaches it, and it is found behind everything that is planned. */
export const parkedDueAt: Timestamp = "9999-12-31T23:59:59.999Z";

/** Up to it everything is planned; after it, parked. */
export const latestPlannedDueAt: Timestamp = "9999-12-30T23:59:59.999Z";

export function earlier(one: Timestamp, other: Timestamp | null): Timestamp {
    return other === null || one < other ? one : other;
}
