import { expectedAnswers } from "./expectedAnswers";
import { type KeptStore, statesOf } from "./KeptStore";
import { allStates, type State } from "./people";
import type { Ending } from "./runToTheEnd";

/** Who changes their mind before the first run. */
export const cancelling: readonly State[] = ["activeEarly", "importedApproved"];

const ended: readonly State[] = [
    "activePastItsEnd",
    "importedApprovedPastItsEnd",
    "importedActive",
    "activeReminded",
    "deletingLeaseRunOut",
    "deletingWaitsForNextAttempt",
    "deletingParked",
    "deletingFinalNoticeFails",
    "backboneDeleted",
    "backboneDeletedUnlisted"
];

/** What the older release had recorded as done. */
const doneBefore: readonly string[] = [
    "files of deletingLeaseRunOut",
    "files of deletingFinalNoticeFails",
    "rows of deletingFinalNoticeFails"
];

/** All that is due is deleted, all of it once; nobody else is; nobody is reminded twice or too late. */
export function expectEnding(store: KeptStore, ending: Ending): void {
    const here = statesOf(store, allStates);
    const deleted = here.filter((state) => ended.includes(state));
    const has = (state: State): boolean => here.includes(state);

    const deleters = deleted.flatMap((state) => [`files of ${state}`, `rows of ${state}`]);
    expect([...ending.deleters].sort()).toStrictEqual(deleters.filter((each) => !doneBefore.includes(each)).sort());
    expect(ending.deletersAtFirst).not.toContain("files of deletingWaitsForNextAttempt");
    expect(ending.parked).toStrictEqual(has("deletingParked") ? ["deletingParked"] : []);
    // The Backbone itself tells those whom it has deleted.
    const notified = deleted.filter((state) => !state.startsWith("backbone"));
    expect([...ending.notices].sort()).toStrictEqual([...notified].sort());
    expect(ending.reminders).toStrictEqual([
        ...(has("activeReminded") ? remindersOf("activeReminded", 10, 5) : []),
        ...remindersOf("importedActive", 12, 10, 5)
    ]);
    for (const state of here) {
        const { list } = expectedAnswers[state];
        const now = deleted.includes(state) ? "Deleted" : cancelling.includes(state) ? "Cancelled" : undefined;
        expect([state, ending.statuses[state]]).toStrictEqual([state, list.map((status) => now ?? status)]);
    }
    const isForgotten = (state: State): boolean => deleted.includes(state) || state === "deleted" || state === "none";
    expect(ending.named).toStrictEqual(here.filter((state) => !isForgotten(state)));
    expect(ending.isAnythingPlanned).toBe(false);
}

function remindersOf(state: State, ...days: number[]): Ending["reminders"] {
    return days.map((daysBeforeEnd) => ({ state, daysBeforeEnd, isInTime: true }));
}
