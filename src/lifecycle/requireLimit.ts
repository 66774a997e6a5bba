/** Throws a `RangeError`. */
export function requireLimit(limit: unknown): void {
    if (Number.isInteger(limit) && (limit as number) >= 1) return;
    throw new RangeError("limit must be a whole number of at least 1.");
}
