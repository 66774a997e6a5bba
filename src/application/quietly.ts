/**
 * Calls what only listens: whatever it throws, or rejects with where it is asynchronous, is ignored. A rejection that nobody
 * catches would end the process.
 */
export function quietly(listen: () => unknown): void {
    try {
        const answer = listen();
        if (answer !== undefined) Promise.resolve(answer).catch(() => undefined);
    } catch {
        // It had its chance.
    }
}
