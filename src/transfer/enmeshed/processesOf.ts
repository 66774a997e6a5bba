import { DateTime } from "luxon";
import { isProcessId } from "../../domain/IdentityDeletionProcess";
import { timestampOf } from "../../domain/Timestamp";
import type { JsonObject, JsonValue } from "../../ports/PersistencePort";
import { TransferError } from "../TransferError";

const dateForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Added by LokiJS and MongoDB. */
const ofTheDatabase: readonly string[] = ["_id", "$loki", "meta"];
const dates: readonly string[] = ["createdAt", "approvedAt", "gracePeriodEndsAt", "cancelledAt"];
const strings: readonly string[] = ["createdByDevice", "approvedByDevice", "cancelledByDevice"];

export type ProcessData = JsonObject & { id: string; status: string };

export function processesOf(text: string): ProcessData[] {
    const documents = documentsOf(text.replace(/^\uFEFF/, ""));
    return documents.map((document, index) => processOf(document, index + 1));
}

function documentsOf(text: string): unknown[] {
    if (text.trimStart().startsWith("[")) return parse(text, {}) as unknown[];
    const lines = text.split("\n");
    return lines.flatMap((line, index) => (line.trim() === "" ? [] : [parse(line, { line: index + 1 })]));
}

function processOf(document: unknown, number: number): ProcessData {
    const fail = (reason: string): never => {
        throw TransferError.invalid(reason, { document: number });
    };
    if (typeof document !== "object" || document === null || Array.isArray(document))
        return fail("it is no JSON object");
    const process: JsonObject = {};
    for (const [name, value] of Object.entries(document as JsonObject)) {
        if (value === null || ofTheDatabase.includes(name)) continue;
        if (name === "__proto__") return fail("it has a field that no store can keep");
        if (strings.includes(name) && (typeof value !== "string" || value === "")) return fail(`${name} is not a text`);
        process[name] = dates.includes(name) ? (dateFrom(value) ?? fail(`${name} is not a date`)) : value;
    }
    if (!isProcessId(process.id)) return fail("id is not the id of a process");
    if (typeof process.status !== "string" || process.status === "") return fail("status is not a text");
    return process as ProcessData;
}

/** Digits of a fraction behind the third are cut off. */
function dateFrom(value: JsonValue): string | undefined {
    if (typeof value !== "string" || !dateForm.test(value)) return undefined;
    const date = DateTime.fromISO(value, { zone: "utc" });
    try {
        return date.isValid ? timestampOf(date) : undefined;
    } catch {
        return undefined;
    }
}

function parse(text: string, place: { line?: number }): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw TransferError.invalid("this is not JSON", place);
    }
}
