import { isTimestamp, Timestamp } from "../domain/Timestamp";
import { JsonObject, JsonValue } from "../ports/PersistencePort";

/** What a record's data keeps for the lifecycle, as `lifecycle`, until the tombstone. */
export interface LifecycleState {
    /** Who works on it, until the record's `dueAt`. Absent: nobody does. */
    readonly worker?: string;
    /** How often it was taken up since something was last achieved. */
    readonly attempts: number;
    /** The latest reminder that was handed over, by its days before the end. */
    readonly reminded?: number;
    /** All deleters that any worker who had this deletion in hand was configured with. */
    readonly promised: readonly string[];
    /** The deleters that are done. */
    readonly done: readonly string[];
    /** Since when all of them are. */
    readonly allDoneAt?: Timestamp;
    readonly failures: readonly Failure[];
    /** How often in a row what follows the deleters has failed, and the last reason. Older releases drop it. */
    readonly completionFailure?: CompletionFailure;
    /** Since when it waits for an operator. */
    readonly parkedAt?: Timestamp;
}

/** The last failure of a deleter, or of the notifier. */
export interface Failure {
    readonly deleter?: string;
    readonly reason: string;
}

/** What failed was neither a deleter nor the notifier: the other records, or the tombstone. */
interface CompletionFailure {
    readonly attempts: number;
    readonly reason: string;
}

/** `dueAt` of what waits for an operator: no moment reaches it, and it is found behind everything that is planned. */
export const parkedDueAt: Timestamp = "9999-12-31T23:59:59.999Z";

/** Before it, everything is planned; from it on, parked. */
export const latestPlannedDueAt: Timestamp = "9999-12-30T23:59:59.999Z";

/** What is not of its form is taken as absent: whatever this module reads, it wrote. */
export function lifecycleStateFrom(value: JsonValue | undefined): LifecycleState {
    const json = (isObject(value) ? value : {}) as Partial<Record<string, JsonValue>>;
    const { worker, attempts, reminded, allDoneAt, parkedAt } = json;
    return {
        worker: typeof worker === "string" ? worker : undefined,
        attempts: typeof attempts === "number" && attempts > 0 ? attempts : 0,
        reminded: typeof reminded === "number" ? reminded : undefined,
        promised: textsFrom(json.promised),
        done: textsFrom(json.done),
        allDoneAt: isTimestamp(allDoneAt) ? allDoneAt : undefined,
        failures: Array.isArray(json.failures) ? json.failures.filter(isFailure) : [],
        completionFailure: completionFailureFrom(json.completionFailure),
        parkedAt: isTimestamp(parkedAt) ? parkedAt : undefined
    };
}

/** Without what is empty. */
export function lifecycleStateToJson(state: LifecycleState): JsonObject {
    const entries = Object.entries(state).filter(
        ([, value]) => value !== undefined && value !== 0 && !(Array.isArray(value) && value.length === 0)
    );
    return Object.fromEntries<JsonValue>(entries as [string, JsonValue][]);
}

const longestReason = 300;

/** What an operator reads. It may name the person: it is kept in the store, beside the address, and goes with it. */
export function reasonOf(error: unknown): string {
    let text: string;
    try {
        text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    } catch {
        text = "It cannot be said what was thrown.";
    }
    return text.slice(0, longestReason).replace(/[\0\p{Surrogate}]/gu, "�");
}

/** An error's name as programs give it: any other word might be a person's. */
const formOfErrorName = /^([A-Z][A-Za-z]{0,38})?(Error|Exception)$/;

/** What kind of error it was, for logs, and never a text that could name anyone. */
export function errorNameOf(error: unknown): string {
    try {
        if (error instanceof Error && formOfErrorName.test(error.name)) return error.name;
    } catch {
        // Even looking at it threw.
    }
    return "unknown";
}

function textsFrom(value: JsonValue | undefined): string[] {
    return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function isFailure(value: unknown): value is Failure & JsonObject {
    if (!isObject(value)) return false;
    const { deleter, reason } = value as Partial<Record<string, unknown>>;
    return typeof reason === "string" && (deleter === undefined || typeof deleter === "string");
}

function completionFailureFrom(value: JsonValue | undefined): CompletionFailure | undefined {
    const { attempts, reason } = (isObject(value) ? value : {}) as Partial<Record<string, JsonValue>>;
    return typeof attempts === "number" && typeof reason === "string" ? { attempts, reason } : undefined;
}

function isObject(value: unknown): value is object {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
