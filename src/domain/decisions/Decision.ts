import { ProcessRecord } from "../record/ProcessRecord";

/** One atomic write. `after` says what is stored then; its revision is set by the writer. */
export type Write =
    | { readonly kind: "insert"; readonly after: ProcessRecord }
    | { readonly kind: "update"; readonly before: ProcessRecord; readonly after: ProcessRecord }
    | { readonly kind: "remove"; readonly record: ProcessRecord };

/**
 * What a decision says: the writes, in their order, and what the caller is answered once they are durable. After each of them
 * a reader sees the truth or something unsettled, and the slot is never free while a process is open.
 */
export interface Decision<Value> {
    readonly writes: readonly Write[];
    readonly value: Value;
}
