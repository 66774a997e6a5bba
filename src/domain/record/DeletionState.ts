import { isTimestamp, Timestamp } from "../Timestamp";
import { JsonObject, JsonValue } from "./StoredRecord";

export interface DeletionState {
    /** Works on it until the record's `dueAt`. Absent: no worker does. */
    readonly worker: string | undefined;
    /** Since something was last achieved. */
    readonly attempts: number;
    /** The latest reminder handed over, in days before the end. */
    readonly reminded: number | undefined;
    /** All deleters that any worker was configured with. Empty: the deletion has not begun. */
    readonly required: readonly string[];
    readonly done: readonly string[];
    readonly allDoneAt: Timestamp | undefined;
    readonly failures: readonly Failure[];
    /** How often in a row what follows the deleters has failed. Older releases drop it. */
    readonly completionFailure: CompletionFailure | undefined;
    readonly parkedAt: Timestamp | undefined;
}

export interface Failure {
    readonly deleter?: string;
    readonly reason: string;
}

/** Of neither a deleter nor the notifier: the other records, or the tombstone. */
interface CompletionFailure {
    readonly attempts: number;
    readonly reason: string;
}

export const noDeletion: DeletionState = {
    worker: undefined,
    attempts: 0,
    reminded: undefined,
    required: [],
    done: [],
    allDoneAt: undefined,
    failures: [],
    completionFailure: undefined,
    parkedAt: undefined
};

/** What does not have its form is taken as absent. */
export function deletionStateFrom(value: JsonValue | undefined): DeletionState {
    if (!isObject(value)) return noDeletion;
    const { worker, attempts, reminded, promised, done, allDoneAt, failures, completionFailure, parkedAt } = value;
    return {
        worker: typeof worker === "string" ? worker : undefined,
        attempts: typeof attempts === "number" ? Math.max(attempts, 0) : 0,
        reminded: typeof reminded === "number" ? reminded : undefined,
        required: stringsFrom(promised),
        done: stringsFrom(done),
        allDoneAt: isTimestamp(allDoneAt) ? allDoneAt : undefined,
        failures: Array.isArray(failures) ? failures.filter(isFailure) : [],
        completionFailure: completionFailureFrom(completionFailure),
        parkedAt: isTimestamp(parkedAt) ? parkedAt : undefined
    };
}

export function deletionStateToJson({ required, ...state }: DeletionState): JsonObject | undefined {
    const entries = Object.entries({ ...state, promised: required }).filter(
        ([, value]) => value !== undefined && value !== 0 && !(Array.isArray(value) && value.length === 0)
    );
    return entries.length === 0 ? undefined : Object.fromEntries<JsonValue>(entries as [string, JsonValue][]);
}

function stringsFrom(value: JsonValue | undefined): string[] {
    return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function isFailure(value: unknown): value is Failure & JsonObject {
    if (!isObject(value)) return false;
    const { deleter, reason } = value;
    return typeof reason === "string" && (deleter === undefined || typeof deleter === "string");
}

function completionFailureFrom(value: JsonValue | undefined): CompletionFailure | undefined {
    if (!isObject(value)) return undefined;
    const { attempts, reason } = value as Partial<JsonObject>;
    return typeof attempts === "number" && typeof reason === "string" ? { attempts, reason } : undefined;
}

function isObject(value: unknown): value is Partial<JsonObject> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
