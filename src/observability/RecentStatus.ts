import type { LifecycleStatus } from "../lifecycle/operators/LifecycleReports";

export interface StatusSource {
    status(): Promise<LifecycleStatus>;
}

const recentInMs = 5_000;

/** Asks the store at most once in five seconds, and never twice at a time: metrics and health checks may be frequent. */
export class RecentStatus {
    private status: LifecycleStatus | undefined;
    private knownAt = 0;
    private asking: Promise<LifecycleStatus> | undefined;

    public constructor(private readonly now: () => number) {}

    public async of(source: StatusSource): Promise<LifecycleStatus> {
        const ageInMs = this.now() - this.knownAt;
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
