import type { PersistencePort } from "../ports/PersistencePort";

type Closable = Pick<PersistencePort, "close">;

interface Count {
    users: number;
    closing?: Promise<void>;
}

const counts = new WeakMap<Closable, Count>();

/** One module's use of what several modules may share; the last of them closes it. */
export class SharedResource<Shared extends Closable = Closable> {
    protected readonly count: Count;
    private isCounted = false;

    public constructor(protected readonly shared: Shared) {
        const count = counts.get(shared) ?? { users: 0 };
        counts.set(shared, count);
        this.count = count;
    }

    public begin(): void {
        this.count.users++;
        this.isCounted = true;
    }

    /** More than once is harmless. Rejects as the close of the last user does. */
    public async close(): Promise<void> {
        const { count, shared } = this;
        if (!this.isCounted) return;
        this.isCounted = false;
        count.users--;
        if (count.users > 0) return;
        const closing = (async () => await shared.close())();
        count.closing = closing;
        try {
            await closing;
        } finally {
            if (count.closing === closing) count.closing = undefined;
        }
    }
}

/** A module that comes while the last one closes the store waits, and then opens it again. */
export class SharedStore extends SharedResource<PersistencePort> {
    /** Instead of `begin`. Where it rejects, this use has ended. */
    public async open(): Promise<void> {
        this.begin();
        try {
            // The module that closes the store gets what this rejects with.
            await this.count.closing?.catch(() => undefined);
            await this.shared.open();
        } catch (error) {
            await this.close().catch(() => undefined);
            throw error;
        }
    }
}
