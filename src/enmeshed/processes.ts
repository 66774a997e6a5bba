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

export function stringOf(value: unknown): string | undefined {
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
    if (known.status !== IdentityDeletionProcessStatus.Cancelled) return result;
    const [first] = [known, other].filter(({ cancelledAt }) => cancelledAt !== undefined).sort(byCancellation);
    if (first?.cancelledAt === undefined) return result;
    delete result.cancelledByDevice;
    return { ...result, ...cancellationOf(first) };
}

/** Whether `document` says something that the module has to look for: a process that it does not know, or one further on. */
export function isAhead(document: IdentityDeletionProcessDTO, known: IdentityDeletionProcessDTO | undefined): boolean {
    return known === undefined || rank(document.status) > rank(known.status);
}

export function isSame(one: IdentityDeletionProcessDTO, other: IdentityDeletionProcessDTO): boolean {
    return (
        one.id === other.id && one.status === other.status && optionalNames.every((name) => one[name] === other[name])
    );
}

export const optionalNames = [
    "createdAt",
    "createdByDevice",
    "gracePeriodEndsAt",
    "cancelledAt",
    "cancelledByDevice"
] as const;

function byCancellation(one: IdentityDeletionProcessDTO, other: IdentityDeletionProcessDTO): number {
    const order = ({ cancelledAt, cancelledByDevice = "~" }: IdentityDeletionProcessDTO): string =>
        `${cancelledAt}#${cancelledByDevice}`;
    return order(one) < order(other) ? -1 : 1;
}

function cancellationOf({
    cancelledAt,
    cancelledByDevice
}: IdentityDeletionProcessDTO): Partial<IdentityDeletionProcessDTO> {
    return { cancelledAt, ...(cancelledByDevice === undefined ? {} : { cancelledByDevice }) };
}

function rank(status: string): number {
    return status === Active ? 0 : status === Deleting ? 1 : 2;
}
