/** Calls a listener and ignores what it throws or rejects with: an uncaught rejection would end the process. */
export function ignoreErrors(listen: () => unknown): void {
    try {
        Promise.resolve(listen()).catch(() => undefined);
    } catch {}
}
