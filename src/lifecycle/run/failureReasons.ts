const maxReasonLength = 300;

/** For operators. It may name the person: it is kept in the store, next to the address, and removed with it. */
export function reasonOf(error: unknown): string {
    let reason: string;
    try {
        reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    } catch {
        reason = "What was thrown cannot be described.";
    }
    return reason.slice(0, maxReasonLength).replace(/[\0\p{Surrogate}]/gu, "�");
}

/** Any other name might be a person's. */
export const formOfErrorName = /^([A-Z][A-Za-z]{0,38})?(Error|Exception)$/;

/** For logs: never holds personal data. */
export function errorNameOf(error: unknown): string {
    try {
        if (error instanceof Error && formOfErrorName.test(error.name)) return error.name;
    } catch {}
    return "unknown";
}
