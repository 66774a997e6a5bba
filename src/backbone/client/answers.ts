import { IdentityDeletionProcessStatus, isOpen, readStatus } from "../../domain/IdentityDeletionProcessStatus";
import { Timestamp } from "../../domain/Timestamp";

/** A process as the Backbone shows it, checked. */
export interface RemoteProcess {
    readonly id: string;
    readonly status: IdentityDeletionProcessStatus;
    readonly createdAt: Timestamp;
    readonly createdByDevice: string;
    /** Absent once the process is cancelled. */
    readonly gracePeriodEndsAt?: Timestamp;
}

export interface RemoteError {
    readonly code: string;
    readonly isExhaustedUntil?: Timestamp;
}

const processIdForm = /^IDP[A-Za-z0-9]{17}$/;
const deviceIdForm = /^DVC[A-Za-z0-9]{17}$/;
const statusForm = /^[A-Za-z]{1,40}$/;
const dateForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z$/;
/** .NET's year 1 and before mean "never". */
const firstDate = "0002";
const codeForm = /^error\.[A-Za-z0-9.]{1,150}$/;

/** The `result` of a successful answer, unchecked; `undefined` where the text is no such answer. */
export function resultOf(text: string): unknown {
    return propertyOf(parse(text), "result");
}

/** The error of an answer in the Backbone's own form; `undefined` for everything else: a proxy's page, another program. */
export function errorOf(text: string): RemoteError | undefined {
    const error = propertyOf(parse(text), "error");
    const code = propertyOf(error, "code");
    if (typeof code !== "string" || !codeForm.test(code)) return undefined;
    const isExhaustedUntil = exhaustedUntil(propertyOf(error, "data"));
    return isExhaustedUntil === undefined ? { code } : { code, isExhaustedUntil };
}

export function processFrom(value: unknown): RemoteProcess | undefined {
    const id = propertyOf(value, "id");
    const status = propertyOf(value, "status");
    const createdAt = dateFrom(propertyOf(value, "createdAt"));
    const createdByDevice = propertyOf(value, "createdByDevice");
    const end = propertyOf(value, "gracePeriodEndsAt");
    const gracePeriodEndsAt = dateFrom(end);
    if (typeof id !== "string" || !processIdForm.test(id)) return undefined;
    if (typeof status !== "string" || !statusForm.test(status)) return undefined;
    if (typeof createdByDevice !== "string" || !deviceIdForm.test(createdByDevice)) return undefined;
    if (createdAt === undefined) return undefined;
    const process = { id, status: readStatus(status), createdAt, createdByDevice };
    if (gracePeriodEndsAt === undefined) {
        // Without an end nobody could tell until when it can be cancelled.
        const needsAnEnd = isOpen(process.status);
        return (end === null || end === undefined) && !needsAnEnd ? process : undefined;
    }
    return gracePeriodEndsAt >= createdAt ? { ...process, gracePeriodEndsAt } : undefined;
}

/** `undefined` where even one of them is not a process, or two have the same id: half a truth is none. */
export function processesFrom(value: unknown): RemoteProcess[] | undefined {
    if (!Array.isArray(value)) return undefined;
    const processes = value.map(processFrom);
    if (processes.includes(undefined)) return undefined;
    const known = processes as RemoteProcess[];
    return new Set(known.map(({ id }) => id)).size === known.length ? known : undefined;
}

export function tokenFrom(text: string): { token: string; lifetimeInMs: number } | undefined {
    const answer = parse(text);
    const token = propertyOf(answer, "access_token");
    const lifetime = propertyOf(answer, "expires_in");
    // Nothing that a header could not carry.
    if (typeof token !== "string" || !/^[\x21-\x7e]{1,16384}$/.test(token)) return undefined;
    return { token, lifetimeInMs: typeof lifetime === "number" && lifetime > 0 ? lifetime * 1000 : 0 };
}

export function isInvalidGrant(text: string): boolean {
    return propertyOf(parse(text), "error") === "invalid_grant";
}

export function isDeletedFrom(text: string): boolean | undefined {
    const isDeleted = propertyOf(resultOf(text), "isDeleted");
    return typeof isDeleted === "boolean" ? isDeleted : undefined;
}

/** The latest of what the quotas say: before that, the next attempt fails as well. */
function exhaustedUntil(data: unknown): Timestamp | undefined {
    if (!Array.isArray(data)) return undefined;
    const moments = data
        .map((quota) => dateFrom(propertyOf(quota, "isExhaustedUntil")))
        .filter((moment) => moment !== undefined);
    return moments.sort().at(-1);
}

/** The canonical form; further digits of a fraction are cut off. A date that does not exist is none. */
function dateFrom(value: unknown): Timestamp | undefined {
    const parts = typeof value === "string" ? dateForm.exec(value) : null;
    if (parts === null) return undefined;
    const timestamp = `${parts[1]}.${(parts[2] ?? "").slice(0, 3).padEnd(3, "0")}Z`;
    const milliseconds = Date.parse(timestamp);
    // Date.parse rolls 30 February over into March; the way back shows it.
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
