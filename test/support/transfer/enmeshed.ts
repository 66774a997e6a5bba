import { type IdentityContext, IdentityDeletionModule, type PersistencePort, type StoredRecord } from "../../../src";
import { requireReadable } from "../../../src/ports/unreadableRecords";
import { readRecord, storedRecordOf } from "../../../src/domain/record/codec";
import { FixedClock } from "../../../src/testing";
import { importEnmeshedProcesses } from "../../../src/transfer";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

const lucy: IdentityContext = {
    address: "did:e:example.org:dids:00112233445566778899aa",
    deviceId: "DVClucysphone0000001"
};

/** What the collection of an older enmeshed Runtime holds: an earlier process that was cancelled, and one that runs. */
const collection = [
    {
        id: "IDP00000000000000old",
        status: "Cancelled",
        createdAt: "2025-01-10T08:00:00.000Z",
        createdByDevice: lucy.deviceId,
        gracePeriodEndsAt: "2025-01-24T08:00:00.000Z",
        cancelledAt: "2025-01-11T08:00:00.000Z",
        cancelledByDevice: lucy.deviceId
    },
    {
        id: "IDP00000000000000new",
        status: "Approved",
        createdAt: "2026-11-20T10:00:00.000Z",
        createdByDevice: lucy.deviceId,
        approvedAt: "2026-11-20T10:00:00.000Z",
        approvedByDevice: lucy.deviceId,
        gracePeriodEndsAt: "2026-12-04T10:00:00.000Z"
    }
];

/** What was seen, for whoever runs it to compare: it also runs in a browser. */
export interface ApprovedSeen {
    /** How many each of two imports inserted. */
    readonly inserted: number[];
    /** As app code sees it: the active one, the same by its id, and all. */
    readonly shown: string[];
    readonly beforeReading: StoredRecord[];
    readonly afterReading: StoredRecord[];
    /** As stored by a write that changes nothing else. */
    readonly written: StoredRecord[];
    readonly cancelled: string;
}

/**
 * A process in status `Approved` is imported, read in every way, imported once more, written, and cancelled. The one
 * body for every store.
 */
export async function liveWithApproved(persistence: PersistencePort): Promise<ApprovedSeen> {
    const first = await importEnmeshedProcesses(persistence, JSON.stringify(collection), lucy);
    const beforeReading = requireReadable(await persistence.list(lucy.address));

    const module = await IdentityDeletionModule.create({
        persistence,
        clock: new FixedClock("2026-11-23T10:00:00.000Z"),
        lifecycle: "elsewhere"
    });
    const { identityDeletionProcesses } = module.forIdentity(lucy);
    const active = await identityDeletionProcesses.getActiveIdentityDeletionProcess();
    const byId = await identityDeletionProcesses.getIdentityDeletionProcess({ id: active.value.id });
    const all = await identityDeletionProcesses.getIdentityDeletionProcesses();
    const afterReading = requireReadable(await persistence.list(lucy.address));
    const second = await importEnmeshedProcesses(persistence, JSON.stringify(collection), lucy);

    const [holder] = await persistence.findCurrent(lucy.address);
    const record = readRecord(holder);
    await persistence.update(storedRecordOf({ ...record, revision: record.revision + 1 }), record.revision);
    const written = requireReadable(await persistence.list(lucy.address));
    const cancelled = await identityDeletionProcesses.cancelIdentityDeletionProcess();
    await module.close();
    return {
        inserted: [first.inserted, second.inserted],
        shown: [active.value, byId.value, ...all.value].map(({ status }) => status),
        beforeReading,
        afterReading,
        written,
        cancelled: cancelled.value.status
    };
}

/** What must have been seen, whatever the store. */
export const approvedAsItMustBe = {
    inserted: [2, 0],
    shown: ["Active", "Active", "Cancelled", "Active"],
    stored: collection,
    statusesWritten: ["Cancelled", "Active"],
    cancelled: "Cancelled"
};

export function summaryOf({ inserted, shown, beforeReading, written, cancelled }: ApprovedSeen): object {
    const processes = (records: readonly StoredRecord[]): { status: string }[] =>
        records.map(({ data }) => jsonOf(data).process as { status: string });
    const statusesWritten = processes(written).map(({ status }) => status);
    return { inserted, shown, stored: processes(beforeReading), statusesWritten, cancelled };
}
