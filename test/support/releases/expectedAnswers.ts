import { none, type Answers } from "./answers";
import type { State } from "./people";

type Expected = Pick<Answers, "active" | "cancel" | "initiate" | "afterCancel"> & { readonly list: readonly string[] };

const exists = "activeIdentityDeletionProcessAlreadyExists";
const expired = "gracePeriodHasExpired";

const free = (...list: string[]): Expected => ({
    ...{ active: none, cancel: none, initiate: "Active", list, afterCancel: [none, "Active"] }
});
const cancellable = (...list: string[]): Expected => ({
    ...{ active: "Active", cancel: "Cancelled", initiate: exists, list, afterCancel: [none, "Active"] }
});
const pastItsEnd: Expected = {
    ...{ active: "Active", cancel: expired, initiate: exists, list: ["Active"], afterCancel: ["Active", exists] }
};
const deleting: Expected = {
    ...{ active: none, cancel: expired, initiate: exists, list: ["Deleting"], afterCancel: [none, exists] }
};
const deleted = (...list: string[]): Expected => ({
    ...{ active: none, cancel: none, initiate: "identityIsDeleted", list, afterCancel: [none, "identityIsDeleted"] }
});

/** What was promised to the Identity in each state, whatever release it meets. */
export const expectedAnswers: Readonly<Record<State, Expected>> = {
    none: free(),
    cancelledOnly: free("Cancelled"),
    activeEarly: cancellable("Active"),
    activePastItsEnd: pastItsEnd,
    importedApproved: cancellable("Cancelled", "Active"),
    importedApprovedPastItsEnd: pastItsEnd,
    importedActive: cancellable("Active"),
    importedWaitingForApproval: free("WaitingForApproval"),
    importedRejected: free("Rejected"),
    importedUnknownStatus: free("Suspended"),
    activeReminded: cancellable("Active"),
    deletingLeaseRunOut: deleting,
    deletingWaitsForNextAttempt: deleting,
    deletingParked: deleting,
    deletingFinalNoticeFails: deleting,
    deleted: deleted("Deleted"),
    backboneActive: cancellable("Active"),
    backboneCancelled: free("Cancelled"),
    // A Backbone lets nobody log in for an Identity that it deletes: a command that has to ask learns of it.
    backboneDeleting: { ...deleting, initiate: "identityIsDeleted", afterCancel: [none, "identityIsDeleted"] },
    // The list is the copy of this device: it does not ask the Backbone, which has a process.
    backboneInitiateUnsettled: cancellable(),
    backboneInitiateNeverArrived: free(),
    backboneCancelUnsettled: free("Active"),
    // The Backbone has a second one, which is then the one to cancel.
    backboneTwoOpen: { ...cancellable("Active", "Active"), afterCancel: ["Active", exists] },
    backboneClosedByAbsence: free("Cancelled"),
    backboneDeleted: deleted("Deleted"),
    backboneDeletedUnlisted: deleted()
};
