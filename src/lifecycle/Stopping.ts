/** Tells what runs that it shall end: first politely, between two steps, then at once. */
export class Stopping {
    private asked = false;
    private forced = false;
    private readonly listeners = new Set<() => void>();

    /** Nothing new is to be begun. */
    public get isAsked(): boolean {
        return this.asked;
    }

    public ask(): void {
        this.asked = true;
    }

    /** What runs is to be broken off. */
    public force(): void {
        this.asked = true;
        this.forced = true;
        for (const listener of [...this.listeners]) listener();
    }

    /** Called back when it is forced; at once where it is already. What it gives takes the listener away. */
    public onStop(listener: () => void): () => void {
        this.listeners.add(listener);
        if (this.forced) listener();
        return () => this.listeners.delete(listener);
    }
}
