/** Never runs two flushes at once. Calls made during one share the next, since it may have begun before their write. */
export class GroupFlush {
    private running: Promise<void> | undefined;
    private next: Promise<void> | undefined;

    public constructor(private readonly flush: () => Promise<void>) {}

    public flushed(): Promise<void> {
        if (this.next !== undefined) return this.next;
        if (this.running === undefined) return this.start();
        const start = (): Promise<void> => this.start();
        return (this.next = this.running.then(start, start));
    }

    private start(): Promise<void> {
        this.next = undefined;
        return (this.running = this.runOnce());
    }

    private async runOnce(): Promise<void> {
        try {
            await this.flush();
        } finally {
            this.running = undefined;
        }
    }
}
