import fc from "fast-check";
import type { JsonObject, StoredRecord } from "../../../src";
import { recordOf, someProcessId } from "../records";

/** What one Identity has in a store that is used without a key. */
type Open = "none" | "Active" | "Approved" | "Deleting" | "Deleted" | "tombstone" | "command" | "two of a Backbone";

const open = fc.constantFrom<Open>(
    "none",
    "Active",
    "Approved",
    "Deleting",
    "Deleted",
    "tombstone",
    "command",
    "two of a Backbone"
);
const deviceId = "DVCsomebodysphone001";
const dates = { createdAt: "2026-11-20T10:00:00.000Z", createdByDevice: deviceId };
const endsAt = "2026-12-04T10:00:00.000Z";

/** The records of a store of several Identities, each with processes that are over and perhaps an open one. */
export const arbitraryStore: fc.Arbitrary<StoredRecord[]> = fc
    .uniqueArray(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), { maxLength: 6 })
    .chain((addresses) =>
        fc
            .tuple(...addresses.map((address) => fc.tuple(fc.constant(address), fc.nat({ max: 3 }), open)))
            .map((identities) => identities.flatMap(([address, over, open]) => recordsOf(address, over, open)))
    );

function recordsOf(address: string, over: number, open: Open): StoredRecord[] {
    const identity = { address, deviceId };
    const cancelled = Array.from({ length: over }, () => recordOf(identity, { status: "Cancelled", ...dates }));
    return [...cancelled, ...openRecords(address, open)];
}

function openRecords(address: string, open: Open): StoredRecord[] {
    const identity = { address, deviceId };
    switch (open) {
        case "none":
            return [];
        case "tombstone":
            return [recordOf(identity, { status: "Deleted" })];
        case "command":
            return [commandOf(address)];
        case "two of a Backbone": {
            const active = recordOf(identity, { status: "Active", ...dates, gracePeriodEndsAt: endsAt });
            const beside = recordOf(identity, { status: "Active", ...dates });
            const data = { ...beside.data, authority: "backbone", isBeside: true };
            return [
                { ...active, dueAt: null, data: { ...active.data, authority: "backbone" } },
                { ...beside, slot: beside.key, unsettled: true, dueAt: null, data }
            ];
        }
        default:
            return [recordOf(identity, { status: open, ...dates, gracePeriodEndsAt: endsAt })];
    }
}

/** A command that was sent to a Backbone, of which no process is known yet: it is looked up by its own key. */
function commandOf(address: string): StoredRecord {
    const key = `key-${someProcessId()}`;
    const intent: JsonObject = { command: "initiate", requestedAt: dates.createdAt, device: deviceId };
    return {
        ...recordOf({ address, deviceId }, { status: "Active" }),
        key,
        lookup: `${address}#${key}`,
        unsettled: true,
        data: { authority: "backbone", intents: [intent] }
    };
}
