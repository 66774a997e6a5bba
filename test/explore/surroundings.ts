/** What the module meets outside of every world. To be called first. */
export function prepareSurroundings(): void {
    // An error that is expected costs more by its stack than by all that it leads to.
    Error.stackTraceLimit = Number(process.env.STACKS ?? 0);
    // Nothing in a world takes time; the limits of requests are not part of it.
    globalThis.setTimeout = (() => ({ ref: () => undefined, unref: () => undefined })) as unknown as typeof setTimeout;
    performance.now = () => 0;
}
