const maxReasonLength = 300;

/** What an operator reads. It may name the person: it is kept in the store, beside the address, and goes with it. */
export function reasonOf(error: unknown): string {
    let text: string;
    try {
        text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    } catch {
        text = "It cannot be said what was thrown.";
    }
    return text.slice(0, maxReasonLength).replace(/[\0\p{Surrogate}]/gu, "�");
}

/** An error's name as programs give it: any other word might be a person's. */
const formOfErrorName = /^([A-Z][A-Za-z]{0,38})?(Error|Exception)$/;

/** What kind of error it was, for logs, and never a text that could name anyone. */
export function errorNameOf(error: unknown): string {
    try {
        if (error instanceof Error && formOfErrorName.test(error.name)) return error.name;
    } catch {
        // Even looking at it threw.
    }
    return "unknown";
}
