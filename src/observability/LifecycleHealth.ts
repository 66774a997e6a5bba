import { ErrorCode } from "../domain/ErrorCode";
import type { LifecycleEvent, LifecycleObserver } from "../lifecycle/options/LifecycleObserver";
import type { LifecycleStatus } from "../lifecycle/operators/LifecycleReports";
import { systemTimer, type Timer } from "../lifecycle/options/Timer";
import type { HealthLevel, HealthReason, HealthReport } from "./HealthReport";
import { checkedHealthOptions, type LifecycleHealthOptions } from "./LifecycleHealthOptions";
import { RecentStatus, type StatusSource } from "./RecentStatus";

const noSignsOfLife: readonly LifecycleEvent["type"][] = ["unparked", "interrupted", "runFailed"];

const knownCodes: readonly unknown[] = Object.values(ErrorCode);

type Asked = { readonly status: LifecycleStatus } | { readonly reason: HealthReason };

/** For the host's own endpoint. Hand it to `Lifecycle.configure` as `observer`, and ask it `check(lifecycle)`. */
export class LifecycleHealth implements LifecycleObserver {
    private readonly options: Required<LifecycleHealthOptions>;
    private readonly status: RecentStatus;
    private lastSignOfLifeAt: number;
    private hasFailed = false;

    public constructor(
        options: LifecycleHealthOptions = {},
        private readonly timer: Timer = systemTimer
    ) {
        this.options = checkedHealthOptions(options);
        this.status = new RecentStatus(this.options.now);
        this.lastSignOfLifeAt = this.options.now();
    }

    public observe({ type }: LifecycleEvent): void {
        if (type === "runFinished") this.hasFailed = false;
        if (type === "runFailed") this.hasFailed = true;
        if (!noSignsOfLife.includes(type)) this.lastSignOfLifeAt = this.options.now();
    }

    /** Never rejects, and answers in time also where the store does not. Cheap enough to be called every second. */
    public async check(lifecycle: StatusSource): Promise<HealthReport> {
        const asked = await this.ask(lifecycle);
        const status = "status" in asked ? asked.status : undefined;
        const reasons = [
            ...("reason" in asked ? [asked.reason] : this.reasonsOf(asked.status)),
            ...this.reasonsOfThisProcess()
        ];
        return { level: worst(reasons), reasons, status };
    }

    private async ask(lifecycle: StatusSource): Promise<Asked> {
        const { storeTimeoutInMs } = this.options;
        return await new Promise((resolve) => {
            const cancelTimer = this.timer.after(storeTimeoutInMs, () => {
                const message = `The store has not answered within ${seconds(storeTimeoutInMs)}.`;
                resolve({ reason: { code: "storeDoesNotAnswer", level: "failing", message } });
            });
            this.status.of(lifecycle).then(
                (status) => {
                    cancelTimer();
                    resolve({ status });
                },
                (error: unknown) => {
                    cancelTimer();
                    const message = `The store cannot be asked: ${codeOf(error)}.`;
                    resolve({ reason: { code: "storeIsNotAvailable", level: "failing", message } });
                }
            );
        });
    }

    private reasonsOf({ failed, unreadable, lagInMs }: LifecycleStatus): HealthReason[] {
        const { degradedLagInMs, failingLagInMs } = this.options;
        const reasons: HealthReason[] = [];
        if (failed > 0) {
            const message = `${failed} failed too often and wait for an operator.`;
            reasons.push({ code: "deletionsAreParked", level: "degraded", message });
        }
        if (unreadable > 0) {
            const message = `${unreadable} records of the store cannot be read, and wait for an operator.`;
            reasons.push({ code: "recordsAreUnreadable", level: "degraded", message });
        }
        if (lagInMs > Math.min(degradedLagInMs, failingLagInMs)) {
            const level = lagInMs > failingLagInMs ? "failing" : "degraded";
            reasons.push({ code: "lagIsHigh", level, message: `Something has been due for ${seconds(lagInMs)}.` });
        }
        return reasons;
    }

    private reasonsOfThisProcess(): HealthReason[] {
        const { maxSilenceInMs, now } = this.options;
        const reasons: HealthReason[] = [];
        const silenceInMs = now() - this.lastSignOfLifeAt;
        if (silenceInMs > maxSilenceInMs) {
            const message = `Nothing has run in this process for ${seconds(silenceInMs)}.`;
            reasons.push({ code: "lifecycleDoesNotRun", level: "failing", message });
        }
        if (this.hasFailed) {
            const message = "The last run in this process failed; it tries again by itself.";
            reasons.push({ code: "lastRunFailed", level: "degraded", message });
        }
        return reasons;
    }
}

function worst(reasons: readonly HealthReason[]): HealthLevel {
    if (reasons.some(({ level }) => level === "failing")) return "failing";
    return reasons.length > 0 ? "degraded" : "ok";
}

function seconds(milliseconds: number): string {
    return `${Math.round(milliseconds / 1_000)} s`;
}

function codeOf(error: unknown): string {
    try {
        const { code } = error as { code?: unknown };
        if (knownCodes.includes(code)) return code as string;
    } catch {}
    return ErrorCode.unknown;
}
