import { TransferError } from "./TransferError";

/** A record is some hundred bytes: what has no line feed for so long is no export. */
const maxLineLength = 16 * 1024 * 1024;

/** Only LF or CR LF ends a line: JSON may hold the other characters that some readers take for an end. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let rest = "";
    for await (const chunk of bytes) {
        const parts = (rest + decoded(() => decoder.decode(chunk, { stream: true }))).split("\n");
        rest = parts.pop()!;
        for (const line of parts) yield withoutReturn(line);
        if (rest.length > maxLineLength) throw TransferError.invalid("a line is longer than any record");
    }
    rest += decoded(() => decoder.decode());
    if (rest !== "") yield withoutReturn(rest);
}

function withoutReturn(line: string): string {
    return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function decoded(decode: () => string): string {
    try {
        return decode();
    } catch {
        throw TransferError.invalid("this is not text in UTF-8");
    }
}
