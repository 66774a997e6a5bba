import type { TracedCall } from "./callTrace";

const obligations: Readonly<Partial<Record<TracedCall["method"], string>>> = {
    open: "open makes the store ready.",
    close: "close succeeds, however often it is called.",
    insert: "insert stores a record whose slot, key and lookup no other record has.",
    update: "update replaces a record of the expected revision whose new slot and lookup no other record has.",
    delete: "delete removes a record of the expected revision."
};

/** Which obligation a call has broken that rejected although nothing refuses it. */
export function whatSucceeds(method: TracedCall["method"]): string {
    return obligations[method] ?? `${method} answers as long as the port is open.`;
}
