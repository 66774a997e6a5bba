import { EventPublisher } from "../application/EventPublisher";
import { IdentityContext } from "../domain/IdentityContext";
import { type Retry, retryDelayInMs, wait } from "../domain/retry";
import { IdentityDeletionProcessSynchronizationFailedEvent } from "./events/SynchronizationFailedEvent";

/** The host's own. It may be called at any time and more than once; a rejection is published and never fails a command. */
export interface DatawalletSynchronizer {
    synchronize(identity: IdentityContext): Promise<void>;
}

/** At most one for each Identity at a time, and one more if it was requested meanwhile. */
export class DatawalletSynchronization {
    private readonly running = new Map<string, { promise: Promise<void>; isRequestedAgain: boolean }>();
    private readonly closing = new AbortController();

    public constructor(
        private readonly synchronizer: DatawalletSynchronizer | undefined,
        private readonly retry: Retry
    ) {}

    public ask(identity: IdentityContext, publisher: EventPublisher): void {
        if (this.synchronizer === undefined || this.isClosed) return;
        const { address } = identity;
        const running = this.running.get(address);
        if (running !== undefined) {
            running.isRequestedAgain = true;
            return;
        }
        const entry = { promise: Promise.resolve(), isRequestedAgain: false };
        this.running.set(address, entry);
        entry.promise = this.synchronize(this.synchronizer, identity, publisher).finally(() => {
            this.running.delete(address);
            if (entry.isRequestedAgain) this.ask(identity, publisher);
        });
    }

    public async close(): Promise<void> {
        this.closing.abort();
        await Promise.all([...this.running.values()].map(({ promise }) => promise));
    }

    private async synchronize(
        synchronizer: DatawalletSynchronizer,
        identity: IdentityContext,
        publisher: EventPublisher
    ): Promise<void> {
        const { attempts } = this.retry;
        for (let attempt = 1; attempt <= attempts && !this.isClosed; attempt++) {
            try {
                await synchronizer.synchronize(identity);
                return;
            } catch (error) {
                const nextAttemptInMs =
                    attempt === attempts ? undefined : retryDelayInMs(attempt, this.retry, Math.random());
                const data = { attempt, nextAttemptInMs, error };
                publisher.publish(new IdentityDeletionProcessSynchronizationFailedEvent(identity.address, data));
                if (nextAttemptInMs !== undefined) await wait(nextAttemptInMs, this.closing.signal);
            }
        }
    }

    private get isClosed(): boolean {
        return this.closing.signal.aborted;
    }
}
