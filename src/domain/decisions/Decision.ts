import { ProcessRecord } from "../record/ProcessRecord";

/** The writer sets the revision. */
export type Write =
    | { readonly kind: "insert"; readonly before?: undefined; readonly after: ProcessRecord }
    | { readonly kind: "update"; readonly before: ProcessRecord; readonly after: ProcessRecord }
    | { readonly kind: "remove"; readonly record: ProcessRecord };

/** After each write a reader sees the truth or something unsettled, and the slot is never free while a process is open. */
export interface Decision<Value> {
    readonly writes: readonly Write[];
    readonly value: Value;
}
