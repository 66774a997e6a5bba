export interface DuplicateKeyError extends Error {
    code: 11000;
    /** The fields of the violated index. Not sent by old servers. */
    keyPattern?: Record<string, unknown>;
}

export function isDuplicateKeyError(thrown: unknown): thrown is DuplicateKeyError {
    return thrown instanceof Error && (thrown as { code?: unknown }).code === 11000;
}

/** The abstraction leaves the name of the index, `field_1`, to MongoDB. */
export function violates(error: DuplicateKeyError, field: string): boolean {
    if (error.keyPattern !== undefined) return field in error.keyPattern;
    return error.message.includes(`index: ${field}_1 `);
}

/** The abstraction throws this without a code. Whatever else it throws leaves open whether the update was made. */
export function isNothingUpdatedError(thrown: unknown): boolean {
    return thrown instanceof Error && thrown.message === "Document not found for updating";
}
