import type { DateTime } from "luxon";
import { processOnTheWire, type BackboneIdentity, type BackboneProcess } from "./deletionProcesses";
import { lengthIn } from "./routes";
import { failure, success, type BackboneAnswer, type BackboneRequest } from "./wire";

const device = "error.platform.validation.device";
const lastYear = 9999;

export interface InitiateSettings {
    readonly now: DateTime;
    readonly defaultLengthInDays: number;
    readonly enforcesOneActive: boolean;
    readonly newId: () => string;
}

/** A second one is refused whatever the first one is, from whatever device. The length is not checked at all. */
export function initiate(
    identity: BackboneIdentity,
    deviceId: string,
    request: BackboneRequest,
    { now, defaultLengthInDays, enforcesOneActive, newId }: InitiateSettings
): BackboneAnswer {
    const length = lengthIn(request.body, defaultLengthInDays);
    if (length === "unreadable") return failure(400, "error.platform.inputCannotBeParsed", now, request);
    if (enforcesOneActive && identity.processes.some(({ status }) => status !== "Cancelled")) {
        return failure(400, `${device}.onlyOneActiveDeletionProcessAllowed`, now, request);
    }
    const process = newProcess(newId, deviceId, now, length);
    if (process === undefined) return failure(500, "error.platform.unexpected", now, request);
    identity.processes.push(process);
    return success(201, processOnTheWire(process), request);
}

/** `undefined` where its end is later than any date that there is. */
export function newProcess(
    newId: () => string,
    createdByDevice: string | null,
    now: DateTime,
    lengthInDays: number
): BackboneProcess | undefined {
    const gracePeriodEndsAt = now.plus({ milliseconds: Math.ceil(lengthInDays * 86_400_000) });
    if (!gracePeriodEndsAt.isValid || gracePeriodEndsAt.year > lastYear || gracePeriodEndsAt.year < 1) return undefined;
    return {
        id: newId(),
        status: "Active",
        createdAt: now,
        createdByDevice,
        gracePeriodEndsAt,
        cancelledAt: null,
        reminders: [null, null, null]
    };
}

export function cancel(
    process: BackboneProcess,
    request: BackboneRequest,
    now: DateTime,
    { isAtTheSameMoment = false } = {}
): BackboneAnswer {
    if (isAtTheSameMoment && process.status === "Cancelled") return success(200, processOnTheWire(process), request);
    if (process.status !== "Active") {
        return failure(400, `${device}.deletionProcessIsNotInRequiredStatus`, now, request);
    }
    // At the very end it still can be.
    if (process.gracePeriodEndsAt !== null && now > process.gracePeriodEndsAt) {
        return failure(400, `${device}.gracePeriodHasAlreadyExpired`, now, request);
    }
    process.status = "Cancelled";
    process.cancelledAt = now;
    process.gracePeriodEndsAt = null;
    return success(200, processOnTheWire(process), request);
}
