import type { IdentityDeletionProcessDTO, IdentityContext } from "../../src";
import { ErrorCode } from "../../src";

const millisecondsPerDay = 86_400_000;

function iso(milliseconds: number): string {
    return new Date(milliseconds).toISOString();
}

/**
 * What the facade should do, in as few words as possible: a list of processes for each Identity, dates by JavaScript's
 * own `Date`, nothing asynchronous, no store.
 */
export class ProcessModel {
    public now = Date.parse("2026-11-23T10:00:00.000Z");
    public readonly published: [string, IdentityDeletionProcessDTO][] = [];
    private readonly processes = new Map<string, IdentityDeletionProcessDTO[]>();

    public all({ address }: IdentityContext): IdentityDeletionProcessDTO[] {
        return this.processes.get(address) ?? [];
    }

    public ids(): string[] {
        return [...this.processes.values()].flat().map(({ id }) => id);
    }

    /** The one process, if any, because of which the Identity may not start another. */
    public holder(identity: IdentityContext): IdentityDeletionProcessDTO | undefined {
        return this.all(identity).find(({ status }) => ["Active", "Deleting", "Deleted"].includes(status));
    }

    public isOver({ gracePeriodEndsAt }: IdentityDeletionProcessDTO): boolean {
        return this.now >= Date.parse(gracePeriodEndsAt!);
    }

    /** The code of the refusal, or the new process, which gets the id that the real one drew. */
    public initiate(identity: IdentityContext, days: number | undefined, drawnId: string): unknown {
        if (days !== undefined && (days <= 0 || days > 365)) return ErrorCode.invalidPropertyValue;
        const holder = this.holder(identity);
        if (holder?.status === "Deleted") return ErrorCode.identityIsDeleted;
        if (holder !== undefined) return ErrorCode.activeIdentityDeletionProcessAlreadyExists;
        const process = {
            id: drawnId,
            status: "Active",
            createdAt: iso(this.now),
            createdByDevice: identity.deviceId,
            gracePeriodEndsAt: iso(this.now + Math.ceil((days ?? 14) * millisecondsPerDay))
        };
        this.processes.set(identity.address, [...this.all(identity), process]);
        return this.publish(identity, process);
    }

    public cancel(identity: IdentityContext): unknown {
        const holder = this.holder(identity);
        if (holder === undefined || holder.status === "Deleted") return ErrorCode.noActiveIdentityDeletionProcess;
        if (holder.status === "Deleting" || this.isOver(holder)) return ErrorCode.gracePeriodHasExpired;
        Object.assign(holder, {
            status: "Cancelled",
            cancelledAt: iso(this.now),
            cancelledByDevice: identity.deviceId
        });
        return this.publish(identity, holder);
    }

    public getActive(identity: IdentityContext): unknown {
        const holder = this.holder(identity);
        return holder?.status === "Active" ? { ...holder } : ErrorCode.noActiveIdentityDeletionProcess;
    }

    public get(identity: IdentityContext, id: string): unknown {
        return this.all(identity).find((process) => process.id === id) ?? ErrorCode.recordNotFound;
    }

    private publish({ address }: IdentityContext, process: IdentityDeletionProcessDTO): IdentityDeletionProcessDTO {
        this.published.push([address, { ...process }]);
        return { ...process };
    }
}
