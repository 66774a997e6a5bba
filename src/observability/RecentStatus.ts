import type { LifecycleStatus } from "../lifecycle/operators/LifecycleReports";

/** A `Lifecycle`, as far as it is asked here. */
export interface StatusSource {
    status(): Promise<LifecycleStatus>;
}

const recentInMs = 5_000;

/**
 * How a store stands, asked of it once in five seconds at most, and never twice at a time: who asks for metrics or for
 * health often must not cost the store much. A failure is told to all who waited for it, and not kept.
 */
export class RecentStatus {
    private status: LifecycleStatus | undefined;
    private knownAt = 0;
    private asking: Promise<LifecycleStatus> | undefined;

    public constructor(private readonly now: () => number) {}

    public async of(source: StatusSource): Promise<LifecycleStatus> {
        const ageInMs = this.now() - this.knownAt;
        // Below zero, the clock was set back.
        if (this.status !== undefined && ageInMs >= 0 && ageInMs < recentInMs) return this.status;
        this.asking ??= this.ask(source);
        return await this.asking;
    }

    private async ask(source: StatusSource): Promise<LifecycleStatus> {
        try {
            this.status = await source.status();
            this.knownAt = this.now();
            return this.status;
        } finally {
            this.asking = undefined;
        }
    }
}
