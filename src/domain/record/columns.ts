import { keepsTheSlot } from "../IdentityDeletionProcessStatus";
import { Timestamp } from "../Timestamp";
import { ProcessRecord } from "./ProcessRecord";
import { StoredRecord } from "./StoredRecord";

/** Old data without a date is listed first. */
export const earliestTimestamp: Timestamp = "0000-01-01T00:00:00.000Z";

export function columnsOf(record: ProcessRecord): Pick<StoredRecord, "slot" | "lookup" | "createdAt" | "unsettled"> {
    const { key, identityKey, process, commands } = record;
    return {
        slot: holdsSlot(record) ? identityKey : key,
        lookup: lookupOf(identityKey, process?.id ?? key),
        createdAt: process?.properties.createdAt ?? commands[0]?.requestedAt ?? earliestTimestamp,
        unsettled: isUnsettled(record)
    };
}

export function asStored(record: ProcessRecord, revision = record.revision): ProcessRecord {
    return { ...record, revision, holdsSlot: holdsSlot(record), isUnsettled: isUnsettled(record) };
}

function holdsSlot({ process, waitsForSlot }: ProcessRecord): boolean {
    return !waitsForSlot && (process === undefined || keepsTheSlot(process.status));
}

function isUnsettled({ commands, waitsForSlot, missingSince }: ProcessRecord): boolean {
    return commands.length > 0 || waitsForSlot || missingSince !== undefined;
}

/** A process id contains no `#`: no two pairs share a lookup. */
export function lookupOf(identityKey: string, processId: string): string {
    return `${identityKey}#${processId}`;
}

export function processIdFrom(lookup: string): string | undefined {
    return /#(IDP[A-Za-z0-9]{17})$/.exec(lookup)?.[1];
}
