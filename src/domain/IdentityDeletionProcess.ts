import { DateTime } from "luxon";
import { endOfGracePeriod } from "./GracePeriodPolicy";
import { IdentityDeletionError } from "./IdentityDeletionError";
import { IdentityDeletionProcessStatus } from "./IdentityDeletionProcessStatus";
import { Timestamp, timestampOf } from "./Timestamp";

/** All but `id` and `status` may be missing: in old data, and in a tombstone. */
export interface IdentityDeletionProcessProperties {
    readonly id: string;
    readonly status: IdentityDeletionProcessStatus;
    readonly createdAt?: Timestamp;
    readonly createdByDevice?: string;
    readonly gracePeriodEndsAt?: Timestamp;
    readonly cancelledAt?: Timestamp;
    readonly cancelledByDevice?: string;
}

/** Immutable: a transition returns a new one. The transitions are at `IdentityDeletionProcessStatus`. */
export class IdentityDeletionProcess {
    public constructor(public readonly properties: IdentityDeletionProcessProperties) {}

    public static initiate(
        id: string,
        now: DateTime,
        deviceId: string,
        lengthOfGracePeriodInDays: number
    ): IdentityDeletionProcess {
        return new IdentityDeletionProcess({
            id,
            status: IdentityDeletionProcessStatus.Active,
            createdAt: timestampOf(now),
            createdByDevice: deviceId,
            gracePeriodEndsAt: endOfGracePeriod(now, lengthOfGracePeriodInDays)
        });
    }

    public get id(): string {
        return this.properties.id;
    }

    public get status(): IdentityDeletionProcessStatus {
        return this.properties.status;
    }

    public get isActive(): boolean {
        return this.status === IdentityDeletionProcessStatus.Active;
    }

    /** Also at `gracePeriodEndsAt` itself. A process of old data without an end is never over. */
    public gracePeriodIsOver(now: DateTime): boolean {
        const end = this.properties.gracePeriodEndsAt;
        return end !== undefined && now.toMillis() >= Date.parse(end);
    }

    public cancel(now: DateTime, deviceId: string): IdentityDeletionProcess {
        if (this.status === IdentityDeletionProcessStatus.Deleting) throw IdentityDeletionError.gracePeriodHasExpired();
        if (!this.isActive) throw IdentityDeletionError.noActiveProcess();
        if (this.gracePeriodIsOver(now)) throw IdentityDeletionError.gracePeriodHasExpired();

        // Not a spread: what is added to an object that V8 has cloned costs a microsecond.
        return new IdentityDeletionProcess(
            Object.assign({}, this.properties, {
                status: IdentityDeletionProcessStatus.Cancelled,
                cancelledAt: timestampOf(now),
                cancelledByDevice: deviceId
            })
        );
    }
}

export function isProcessId(value: unknown): value is string {
    return typeof value === "string" && /^IDP[A-Za-z0-9]{17}$/.test(value);
}
