import { IdentityDeletionProcessStatus, readStatus } from "../domain/IdentityDeletionProcessStatus";
import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";

const { Active, Deleting } = IdentityDeletionProcessStatus;

export function fromDocument(document: unknown): IdentityDeletionProcessDTO | undefined {
    const { id, status } = (document ?? {}) as Record<string, unknown>;
    if (typeof id !== "string" || typeof status !== "string") return undefined;
    const process: IdentityDeletionProcessDTO = { id, status: readStatus(status) };
    for (const name of optionalNames) {
        const value = stringOf((document as Record<string, unknown>)[name]);
        if (value !== undefined) process[name] = value;
    }
    return process;
}

function stringOf(value: unknown): string | undefined {
    return typeof value === "string" ? value : undefined;
}

/** What is shown, and carried to other devices. Of two cancellations the earlier counts: all devices merge alike. */
export function merged(
    known: IdentityDeletionProcessDTO,
    other?: IdentityDeletionProcessDTO
): IdentityDeletionProcessDTO {
    if (other === undefined) return known;
    const result = mergedAnew(known, other);
    return isSame(result, known) ? known : result;
}

function mergedAnew(known: IdentityDeletionProcessDTO, other: IdentityDeletionProcessDTO): IdentityDeletionProcessDTO {
    const result = { ...known };
    for (const name of ["createdAt", "createdByDevice", "gracePeriodEndsAt"] as const) {
        const value = known[name] ?? other[name];
        if (value !== undefined) result[name] = value;
    }
    const isOthers = known.status === IdentityDeletionProcessStatus.Cancelled && isCancelledBefore(other, known);
    if (!isOthers) return result;
    result.cancelledAt = other.cancelledAt;
    if (other.cancelledByDevice === undefined) delete result.cancelledByDevice;
    else result.cancelledByDevice = other.cancelledByDevice;
    return result;
}

/** Whether `document` says something that the module has to look for: a process that it does not know, or one further on. */
export function isAhead(document: IdentityDeletionProcessDTO, known: IdentityDeletionProcessDTO | undefined): boolean {
    return known === undefined || rank(document.status) > rank(known.status);
}

export function isSame(one: IdentityDeletionProcessDTO, other: IdentityDeletionProcessDTO): boolean {
    return (
        one.id === other.id &&
        one.status === other.status &&
        one.createdAt === other.createdAt &&
        one.createdByDevice === other.createdByDevice &&
        one.gracePeriodEndsAt === other.gracePeriodEndsAt &&
        one.cancelledAt === other.cancelledAt &&
        one.cancelledByDevice === other.cancelledByDevice
    );
}

const optionalNames = [
    "createdAt",
    "createdByDevice",
    "gracePeriodEndsAt",
    "cancelledAt",
    "cancelledByDevice"
] as const;

function isCancelledBefore(one: IdentityDeletionProcessDTO, other: IdentityDeletionProcessDTO): boolean {
    if (one.cancelledAt === undefined || other.cancelledAt === undefined) return one.cancelledAt !== undefined;
    const order = ({ cancelledAt, cancelledByDevice = "~" }: IdentityDeletionProcessDTO): string =>
        `${cancelledAt}#${cancelledByDevice}`;
    return order(one) < order(other);
}

function rank(status: string): number {
    return status === Active ? 0 : status === Deleting ? 1 : 2;
}
