import type { DateTime } from "luxon";
import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { columns } from "./columns";
import { datePhrase, deadlinePhrase, lengthPhrase } from "./datePhrase";
import { table } from "./table";

export { datePhrase, deadlinePhrase, lengthPhrase };

export interface Reader {
    readonly now: DateTime;
    /** An IANA name, or `system`. */
    readonly zone: string;
}

export function fields(rows: readonly (readonly [name: string, value: string])[]): string[] {
    return columns(rows).map((line) => `  ${line}`);
}

export function processFields(address: string, process: IdentityDeletionProcessDTO, reader: Reader): string[] {
    const { id, status, createdAt, createdByDevice, cancelledAt, cancelledByDevice } = process;
    const rows: [string, string][] = [
        ["Identity", address],
        ["Process", id],
        ["Status", status]
    ];
    if (createdAt !== undefined) rows.push(["Initiated", doneBy(createdAt, createdByDevice, reader)]);
    if (process.gracePeriodEndsAt !== undefined) rows.push(["Grace period", gracePeriod(process, reader)]);
    if (cancelledAt !== undefined) rows.push(["Cancelled", doneBy(cancelledAt, cancelledByDevice, reader)]);
    return fields(rows);
}

export function processTable(
    processes: readonly IdentityDeletionProcessDTO[],
    reader: Reader,
    width: number | undefined
): string[] {
    const rows = processes.map((process) => [
        process.id,
        process.status,
        process.createdAt === undefined ? "–" : datePhrase(process.createdAt, reader.zone),
        process.gracePeriodEndsAt === undefined ? "–" : gracePeriod(process, reader),
        process.cancelledAt === undefined ? "–" : datePhrase(process.cancelledAt, reader.zone)
    ]);
    return table(["PROCESS", "STATUS", "INITIATED", "GRACE PERIOD", "CANCELLED"], rows, width);
}

function doneBy(timestamp: string, device: string | undefined, { zone }: Reader): string {
    const date = datePhrase(timestamp, zone);
    return device === undefined ? date : `${date}, by ${device}`;
}

/** Only what runs, or has led to a deletion, counts down; for anything else it says what would have been. */
function gracePeriod({ status, gracePeriodEndsAt }: IdentityDeletionProcessDTO, { now, zone }: Reader): string {
    const { Active, Deleting, Deleted } = IdentityDeletionProcessStatus;
    const hasMeaning = status === Active || status === Deleting || status === Deleted;
    return hasMeaning
        ? deadlinePhrase(gracePeriodEndsAt!, now, zone)
        : `would have ended ${datePhrase(gracePeriodEndsAt!, zone)}`;
}
