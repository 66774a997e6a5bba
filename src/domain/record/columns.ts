import { keepsTheSlot } from "../IdentityDeletionProcessStatus";
import { Timestamp } from "../Timestamp";
import { ProcessRecord } from "./ProcessRecord";
import { StoredRecord } from "./StoredRecord";

/** Before every date that is kept. Old data may not say when a process was created: it is then listed first. */
export const earliestTimestamp: Timestamp = "0000-01-01T00:00:00.000Z";

/** The columns that follow from what a record says. */
export function columnsOf(record: ProcessRecord): Pick<StoredRecord, "slot" | "lookup" | "createdAt" | "unsettled"> {
    const { key, identityKey, process, commands, waitsForSlot, missingSince } = record;
    const holdsSlot = !waitsForSlot && (process === undefined || keepsTheSlot(process.status));
    return {
        slot: holdsSlot ? identityKey : key,
        lookup: lookupOf(identityKey, process?.id ?? key),
        createdAt: process?.properties.createdAt ?? commands[0]?.requestedAt ?? earliestTimestamp,
        unsettled: commands.length > 0 || waitsForSlot || missingSince !== undefined
    };
}

/** The record as it will be read once it is stored. */
export function asStored(record: ProcessRecord): ProcessRecord {
    const { slot, unsettled } = columnsOf(record);
    return { ...record, holdsSlot: slot === record.identityKey, isUnsettled: unsettled };
}

/** A process id has a fixed form without `#`, so no two pairs of Identity and id share a lookup. */
export function lookupOf(identityKey: string, processId: string): string {
    return `${identityKey}#${processId}`;
}

/** The id of the process that a lookup names, if it names one. */
export function processIdFrom(lookup: string): string | undefined {
    return /#(IDP[A-Za-z0-9]{17})$/.exec(lookup)?.[1];
}
