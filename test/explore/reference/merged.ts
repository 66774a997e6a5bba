import type { Shown } from "./shown";
import { commandsOf, type Data, type Entry, isOpen, type Process } from "./stored";

/** What is known of a process once it was shown: what is not shown any more was known before. */
export function merged(known: Entry | undefined, shown: Shown): Process {
    const before = known?.data.process;
    const process: Process = {
        id: shown.id,
        status: shown.status,
        createdAt: shown.createdAt ?? before?.createdAt,
        createdByDevice: shown.createdByDevice ?? before?.createdByDevice,
        gracePeriodEndsAt: shown.gracePeriodEndsAt ?? before?.gracePeriodEndsAt
    };
    return shown.status === "Cancelled" ? { ...process, ...cancellation(known) } : process;
}

/** Who has cancelled it, and when, if it was this device or is known. */
export function cancellation(known: Entry | undefined): Pick<Process, "cancelledAt" | "cancelledByDevice"> {
    const before = known?.data.process;
    if (before?.cancelledAt !== undefined) {
        return { cancelledAt: before.cancelledAt, cancelledByDevice: before.cancelledByDevice };
    }
    const own = known && commandsOf(known).find(({ command }) => command === "cancel");
    return own === undefined ? {} : { cancelledAt: own.requestedAt, cancelledByDevice: own.device };
}

/** What stays of a record where a Backbone has decided about its process. No lifecycle of the host's does it as well. */
export function byBackbone({ key, data }: Entry, process: Process, more: Data = {}): Entry {
    const { address, replaced, deletionConfirmedAt, lifecycle } = data;
    const kept: Data = { address, replaced, deletionConfirmedAt, lifecycle };
    return { key, dueAt: deletionConfirmedAt ?? null, data: { ...kept, authority: "backbone", process, ...more } };
}

/** Whether what is shown is more than what is known: a process goes on and never back. */
export function isNews({ data }: Entry, shown: Shown): boolean {
    const { process, closedByAbsence, authority } = data;
    if (process === undefined || closedByAbsence === true) return true;
    if (authority !== "backbone" && process.status !== "Deleted") return isOpen(shown) || isOpen(process);
    const [before, after] = [stageOf(process.status), stageOf(shown.status)];
    return process.status !== shown.status && before < 2 && after >= before;
}

function stageOf(status: string): number {
    if (["Cancelled", "Deleted", "Rejected"].includes(status)) return 2;
    return status === "Deleting" ? 1 : 0;
}
