import { RunSummary } from "./LifecycleReports";

/** The summary of a run that has done nothing: what every count begins with. */
export const nothingDone: RunSummary = {
    found: 0,
    planned: 0,
    reminded: 0,
    claimed: 0,
    deleted: 0,
    failed: 0,
    parked: 0,
    lost: 0,
    interrupted: 0,
    unreadable: 0
};
