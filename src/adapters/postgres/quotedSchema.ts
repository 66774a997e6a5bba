import { isStorable } from "./isStorable";

/** PostgreSQL silently cuts off what is longer, and two names could become one. */
const maxIdentifierInBytes = 63;

export function quotedSchema(schema: unknown): string {
    if (typeof schema !== "string" || schema.length === 0 || !isStorable(schema)) {
        throw new TypeError("The option schema must be a string of at least one character, without NUL.");
    }
    if (Buffer.byteLength(schema) > maxIdentifierInBytes) {
        throw new TypeError(`The option schema must not be longer than ${maxIdentifierInBytes} bytes.`);
    }
    if (schema.startsWith("pg_")) throw new TypeError("The option schema must not begin with pg_.");
    return `"${schema.replaceAll('"', '""')}"`;
}
