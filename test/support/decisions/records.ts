import type { Decision, Write } from "../../../src/domain/decisions/Decision";
import { IdentityDeletionProcess } from "../../../src/domain/IdentityDeletionProcess";
import { asStored } from "../../../src/domain/record/columns";
import {
    backboneAuthority,
    emptyRecord,
    type ProcessRecord,
    type RecordWithProcess
} from "../../../src/domain/record/ProcessRecord";
import type { SentCommand } from "../../../src/domain/record/SentCommand";
import { IdentityDeletionError } from "../../../src/domain/IdentityDeletionError";
import { alice } from "../fixtures";

export const created = "2026-11-23T10:00:00.000Z";
export const end = "2026-12-07T10:00:00.000Z";

type Properties = Partial<IdentityDeletionProcess["properties"]>;

export function processOf(id: string, status: string, more: Properties = {}): IdentityDeletionProcess {
    return new IdentityDeletionProcess({
        id,
        status,
        createdAt: created,
        createdByDevice: alice.deviceId,
        gracePeriodEndsAt: end,
        ...more
    });
}

/** A record as it is read from a store: whether it holds the slot and is unsettled follows from what it says. */
export function recordWith(
    key: string,
    process: IdentityDeletionProcess,
    more?: Partial<ProcessRecord>
): RecordWithProcess;
export function recordWith(key: string, process: undefined, more?: Partial<ProcessRecord>): ProcessRecord;
export function recordWith(
    key: string,
    process: IdentityDeletionProcess | undefined,
    more: Partial<ProcessRecord> = {}
): ProcessRecord {
    return asStored({ ...emptyRecord(key, alice.address, alice.address), revision: 3, process, ...more });
}

/** The same where a Backbone has decided. */
export function backboneRecord(
    key: string,
    process: IdentityDeletionProcess | undefined,
    more: Partial<ProcessRecord> = {}
): RecordWithProcess {
    return recordWith(key, process!, { authority: backboneAuthority, ...more });
}

export function commandOf(command: SentCommand["command"], more: Partial<SentCommand> = {}): SentCommand {
    return {
        command,
        requestedAt: created,
        device: alice.deviceId,
        absenceTrustedFrom: "2026-11-23T10:00:10.000Z",
        hasEnded: false,
        ...more
    };
}

/** A new record with the next key: "new1", "new2", … */
export function newRecords(): () => ProcessRecord {
    let count = 0;
    return () => emptyRecord(`new${++count}`, alice.address, alice.address);
}

/** What a decision writes, one line for each write, and then the name of its refusal, if it is one. */
export function planOf(decide: () => Decision<unknown>): string[] {
    try {
        return decide().writes.map(lineOf);
    } catch (error) {
        if (error instanceof IdentityDeletionError) return [`refused: ${error.code.split(".").at(-1)}`];
        throw error;
    }
}

export function lineOf(write: Write): string {
    if (write.kind === "remove") return `remove ${write.record.key}`;
    const { after } = write;
    if (write.kind === "update" && after.key !== write.before.key) throw new Error("An update must keep the key.");
    return `${write.kind} ${after.key}: ${inWords(asStored(after))}`;
}

/** All of a record that a decision decides about. What is absent or usual is left out. */
function inWords(record: ProcessRecord): string {
    const { process, commands, dueAt } = record;
    const properties = process?.properties;
    return [
        process === undefined ? "no process" : `${process.id} ${process.status}`,
        record.authority,
        !record.waitsForSlot || "waits for the slot",
        !record.unlisted || "unlisted",
        !record.closedByAbsence || "closed by absence",
        commands.length === 0 || `sent ${commands.map(inBrief).join(" and ")}`,
        record.shownOpenAt === undefined || `shown open ${day(record.shownOpenAt)}`,
        record.missingSince === undefined || `missing since ${day(record.missingSince)}`,
        record.replaced === undefined || `instead of ${record.replaced.id} ${record.replaced.status}`,
        record.deletionConfirmedAt === undefined || `deletion confirmed ${day(record.deletionConfirmedAt)}`,
        properties?.cancelledAt === undefined || `cancelled ${day(properties.cancelledAt)}`,
        properties?.cancelledByDevice === undefined || `by ${properties.cancelledByDevice}`,
        dueAt === null || `due ${day(dueAt)}`
    ]
        .filter((word) => typeof word === "string")
        .join(", ");
}

function inBrief({ command, hasEnded, requestedAt }: SentCommand): string {
    return `${command} ${day(requestedAt)}${hasEnded ? " (ended)" : ""}`;
}

/** Without the time, where it is the usual one. */
function day(timestamp: string): string {
    return timestamp.replace("T10:00:00.000Z", "");
}
