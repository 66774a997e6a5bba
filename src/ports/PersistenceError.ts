/**
 * Why a port's method failed; the only kinds there are.
 *
 * - `slotTaken`: another record holds the slot.
 * - `duplicate`: another record has the same `key` or `lookup`.
 * - `staleRevision`: the record has another revision than expected.
 * - `notFound`: there is no such record of that Identity.
 * - `unavailable`: the database cannot be reached, is locked, full, read-only or closed, or failed in any other way. Whether
 *   a write arrived is known only if the adapter says so.
 * - `corrupt`: what is stored cannot be read.
 * - `newerVersion`: the database was written by a newer release than this one.
 */
export type PersistenceErrorKind =
    "slotTaken" | "duplicate" | "staleRevision" | "notFound" | "unavailable" | "corrupt" | "newerVersion";

const kinds: readonly string[] = [
    "slotTaken",
    "duplicate",
    "staleRevision",
    "notFound",
    "unavailable",
    "corrupt",
    "newerVersion"
] satisfies PersistenceErrorKind[];

/**
 * What a persistence adapter throws; nothing else. Exported by the package's root. The driver's own error is the `cause`:
 * `new PersistenceError("unavailable", "The database failed.", { cause })`. The message holds no values of records, as it
 * ends up in logs.
 */
export class PersistenceError extends Error {
    public override readonly name = "PersistenceError";

    public constructor(
        public readonly kind: PersistenceErrorKind,
        message: string,
        options?: { cause?: unknown }
    ) {
        super(message, options);
    }

    /**
     * The kind of a `PersistenceError`, else `undefined`. Reads name and kind instead of asking `instanceof`, so that
     * an adapter that was built against another copy of this package is understood. Never throws, whatever was thrown.
     */
    public static kindOf(thrown: unknown): PersistenceErrorKind | undefined {
        try {
            if (!(thrown instanceof Error) || thrown.name !== "PersistenceError") return undefined;
            const kind = (thrown as Partial<PersistenceError>).kind;
            return kind !== undefined && kinds.includes(kind) ? kind : undefined;
        } catch {
            // Even looking at it threw: a revoked proxy, a getter that throws.
            return undefined;
        }
    }
}
