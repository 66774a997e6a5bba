import { personIn, type State } from "../people";

interface Document {
    readonly id: string;
    readonly status: string;
    readonly createdAt: string;
    readonly createdByDevice: string;
    readonly approvedAt?: string;
    readonly approvedByDevice?: string;
    readonly gracePeriodEndsAt?: string;
    readonly cancelledAt?: string;
    readonly cancelledByDevice?: string;
}

/** What the collections of older enmeshed Runtimes hold, by the state of their Identities. */
export const enmeshedCollections = {
    importedApproved: [
        cancelled("importedApproved", 1),
        document("importedApproved", 2, "Approved", "2026-12-10T10:00:00.000Z")
    ],
    importedApprovedPastItsEnd: [document("importedApprovedPastItsEnd", 1, "Approved", "2026-11-05T09:45:00.000Z")],
    importedActive: [document("importedActive", 1, "Active", "2026-12-10T10:00:00.000Z")],
    importedWaitingForApproval: [document("importedWaitingForApproval", 1, "WaitingForApproval")],
    importedRejected: [document("importedRejected", 1, "Rejected")],
    importedUnknownStatus: [document("importedUnknownStatus", 1, "Suspended")]
};

function document(state: State, number: number, status: string, gracePeriodEndsAt?: string): Document {
    const { deviceId } = personIn(state);
    const id = `IDP${deviceId.slice(-12)}0000${number}`;
    const createdAt = `2026-10-${10 + number}T10:00:00.000Z`;
    const approval = status === "Approved" ? { approvedAt: createdAt, approvedByDevice: deviceId } : {};
    const end = gracePeriodEndsAt === undefined ? {} : { gracePeriodEndsAt };
    return { id, status, createdAt, createdByDevice: deviceId, ...approval, ...end };
}

function cancelled(state: State, number: number): Document {
    return {
        ...document(state, number, "Cancelled", "2026-10-25T10:00:00.000Z"),
        cancelledAt: "2026-10-11T12:00:00.000Z",
        cancelledByDevice: personIn(state).deviceId
    };
}
