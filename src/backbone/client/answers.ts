import { isProcessId } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus, isOpen, readStatus } from "../../domain/IdentityDeletionProcessStatus";
import { Timestamp } from "../../domain/Timestamp";

export interface RemoteProcess {
    readonly id: string;
    readonly status: IdentityDeletionProcessStatus;
    /** Absent only where it cannot be read. */
    readonly createdAt?: Timestamp;
    /** Absent where the Backbone's support has started it. */
    readonly createdByDevice?: string;
    /** Absent once the process is cancelled. */
    readonly gracePeriodEndsAt?: Timestamp;
    /** It may be open, and more of it cannot be read. */
    readonly isUnreadable?: true;
}

export interface RemoteError {
    readonly code: string;
    readonly isExhaustedUntil?: Timestamp;
}

const deviceIdForm = /^DVC[A-Za-z0-9]{17}$/;
const statusForm = /^[A-Za-z]{1,40}$/;
const dateForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z$/;
const statusesOfTheEnd: readonly string[] = ["Cancelled", "Rejected", "Deleted"];
/** .NET's year 1 and before mean "never". */
const firstDate = "0002";
const codeForm = /^error\.[A-Za-z0-9.]{1,150}$/;

export function resultOf(text: string): unknown {
    return propertyOf(parse(text), "result");
}

/** `undefined` for what is not in the Backbone's form: a proxy's page, another program. */
export function errorOf(text: string): RemoteError | undefined {
    const error = propertyOf(parse(text), "error");
    const code = propertyOf(error, "code");
    if (typeof code !== "string" || !codeForm.test(code)) return undefined;
    const isExhaustedUntil = exhaustedUntil(propertyOf(error, "data"));
    return isExhaustedUntil === undefined ? { code } : { code, isExhaustedUntil };
}

/** `undefined` where it cannot be read. Its end may be before its creation: the Backbone checks no length. */
export function processFrom(value: unknown): RemoteProcess | undefined {
    const id = propertyOf(value, "id");
    const status = statusFrom(propertyOf(value, "status"));
    const createdAt = dateFrom(propertyOf(value, "createdAt"));
    const device = propertyOf(value, "createdByDevice");
    const end = propertyOf(value, "gracePeriodEndsAt");
    const gracePeriodEndsAt = dateFrom(end);
    if (!isProcessId(id)) return undefined;
    if (status === undefined || createdAt === undefined) return undefined;
    const isOfNoDevice = device === null || device === undefined;
    if (!isOfNoDevice && (typeof device !== "string" || !deviceIdForm.test(device))) return undefined;
    // Without an end it is not known until when it can be cancelled.
    if (gracePeriodEndsAt === undefined && (isOpen(status) || (end !== null && end !== undefined))) return undefined;
    const process: { -readonly [Name in keyof RemoteProcess]: RemoteProcess[Name] } = { id, status, createdAt };
    if (!isOfNoDevice) process.createdByDevice = device;
    if (gracePeriodEndsAt !== undefined) process.gracePeriodEndsAt = gracePeriodEndsAt;
    return process;
}

/** What cannot be read whole is marked, unless it is over. `undefined` where one is no process, or two have the same id. */
export function processesFrom(value: unknown): RemoteProcess[] | undefined {
    if (!Array.isArray(value)) return undefined;
    const processes = value.map((each: unknown) => processFrom(each) ?? unreadableFrom(each));
    if (processes.includes(undefined)) return undefined;
    const known = processes as RemoteProcess[];
    return new Set(known.map(({ id }) => id)).size === known.length ? known : undefined;
}

function unreadableFrom(value: unknown): RemoteProcess | undefined {
    const id = propertyOf(value, "id");
    if (!isProcessId(id)) return undefined;
    const createdAt = dateFrom(propertyOf(value, "createdAt"));
    const readable = createdAt === undefined ? { id } : { id, createdAt };
    const status = statusFrom(propertyOf(value, "status"));
    if (status !== undefined && statusesOfTheEnd.includes(status)) return { ...readable, ...restOf(value), status };
    // A number may mean any status. But what is open has an end.
    const number = propertyOf(value, "status");
    const end = propertyOf(value, "gracePeriodEndsAt");
    if (typeof number === "number" && (end === null || end === undefined)) {
        return { ...readable, ...restOf(value), status: `${number}` };
    }
    return { ...readable, status: IdentityDeletionProcessStatus.Active, isUnreadable: true };
}

function restOf(value: unknown): Pick<RemoteProcess, "createdByDevice" | "gracePeriodEndsAt"> {
    const device = propertyOf(value, "createdByDevice");
    const gracePeriodEndsAt = dateFrom(propertyOf(value, "gracePeriodEndsAt"));
    return {
        ...(typeof device === "string" && deviceIdForm.test(device) ? { createdByDevice: device } : {}),
        ...(gracePeriodEndsAt === undefined ? {} : { gracePeriodEndsAt })
    };
}

function statusFrom(value: unknown): IdentityDeletionProcessStatus | undefined {
    return typeof value === "string" && statusForm.test(value) ? readStatus(value) : undefined;
}

export function tokenFrom(text: string): { token: string; lifetimeInMs: number } | undefined {
    const answer = parse(text);
    const token = propertyOf(answer, "access_token");
    const lifetime = propertyOf(answer, "expires_in");
    // Only what a header can carry.
    if (typeof token !== "string" || !/^[\x21-\x7e]{1,16384}$/.test(token)) return undefined;
    return { token, lifetimeInMs: typeof lifetime === "number" && lifetime > 0 ? lifetime * 1000 : 0 };
}

export function grantErrorFrom(text: string): string | undefined {
    const error = propertyOf(parse(text), "error");
    return typeof error === "string" ? error : undefined;
}

export function isDeletedFrom(text: string): boolean | undefined {
    const isDeleted = propertyOf(resultOf(text), "isDeleted");
    return typeof isDeleted === "boolean" ? isDeleted : undefined;
}

/** The latest of the quotas: before that, the next attempt fails as well. */
function exhaustedUntil(data: unknown): Timestamp | undefined {
    if (!Array.isArray(data)) return undefined;
    const moments = data
        .map((quota) => dateFrom(propertyOf(quota, "isExhaustedUntil")))
        .filter((moment) => moment !== undefined);
    return moments.sort().at(-1);
}

export function dateFrom(value: unknown): Timestamp | undefined {
    const parts = typeof value === "string" ? dateForm.exec(value) : null;
    if (parts === null) return undefined;
    const timestamp = `${parts[1]}.${(parts[2] ?? "").slice(0, 3).padEnd(3, "0")}Z`;
    const milliseconds = Date.parse(timestamp);
    const exists = Number.isFinite(milliseconds) && new Date(milliseconds).toISOString() === timestamp;
    return exists && timestamp >= firstDate ? timestamp : undefined;
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function propertyOf(value: unknown, name: string): unknown {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    return (value as Record<string, unknown>)[name];
}
