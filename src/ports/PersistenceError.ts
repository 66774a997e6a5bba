/**
 * - `slotTaken`: another record holds the slot. `duplicate`: another record has the same `key` or `lookup`.
 * - `staleRevision`: it has another revision than expected. `notFound`: there is no such record of that Identity.
 * - `unavailable`: not reached, locked, full, read-only, closed, or failed otherwise. A write may have arrived.
 * - `corrupt`: what is stored cannot be read. `newerVersion`: a newer release wrote the database.
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

/** All that an adapter throws. The driver's error is the `cause`. The message holds no values: it ends up in logs. */
export class PersistenceError extends Error {
    public override readonly name = "PersistenceError";

    public constructor(
        public readonly kind: PersistenceErrorKind,
        message: string,
        options?: { cause?: unknown }
    ) {
        super(message, options);
    }

    /** Never throws. Reads name and kind, not `instanceof`: an adapter may be built against another copy of this package. */
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
