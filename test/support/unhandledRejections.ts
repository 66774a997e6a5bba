/** What was rejected during the work with no listener. Node reports it once the microtasks have run. */
export async function unhandledRejections(work: () => Promise<void>): Promise<unknown[]> {
    const found: unknown[] = [];
    const listener = (reason: unknown): void => void found.push(reason);
    process.on("unhandledRejection", listener);
    try {
        await work();
        await new Promise((resolve) => setImmediate(resolve));
        await new Promise((resolve) => setImmediate(resolve));
    } finally {
        process.off("unhandledRejection", listener);
    }
    return found;
}
