/** The use case goes on at once. */
const withinInMs = 1_000;

/** Whether a synchronisation is the one that a use case begins after a command: if it fails, the command has not. */
export class AfterCommand {
    private endedAt = -Infinity;

    public begin(): void {
        this.endedAt = performance.now();
    }

    /** Later synchronisations are of others. */
    public end(): boolean {
        const isNext = performance.now() - this.endedAt < withinInMs;
        this.endedAt = -Infinity;
        return isNext;
    }
}
