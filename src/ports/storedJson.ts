import { PersistenceError } from "./PersistenceError";
import type { JsonObject } from "./PersistencePort";

export function dataFromJson(text: string): JsonObject {
    let data: unknown;
    try {
        data = JSON.parse(text);
    } catch {
        // Without the parser's error as the cause: its message quotes the text.
        throw new PersistenceError("corrupt", "The data of a stored record is not JSON.");
    }
    if (typeof data !== "object" || data === null || Array.isArray(data)) {
        throw new PersistenceError("corrupt", "The data of a stored record is no object.");
    }
    return data as JsonObject;
}
