import { createHash } from "node:crypto";
import type { JsonObject } from "../../../src";
import { canonicalJson } from "../../../src/transfer/records/format";

const header = { format: "identity-deletion-process/records", version: 1, pseudonymKey: null };

/** An export with whatever records, whose count and checksum are right: only what the records say can be wrong with it. */
export function forged(records: readonly unknown[], headerChanges: JsonObject = {}): string[] {
    const lines = [{ ...header, ...headerChanges }, ...records].map((line) =>
        canonicalJson(JSON.parse(JSON.stringify(line)) as JsonObject)
    );
    const sha256 = createHash("sha256")
        .update(lines.map((line) => `${line}\n`).join(""))
        .digest("hex");
    return [...lines, JSON.stringify({ count: records.length, sha256 })];
}
