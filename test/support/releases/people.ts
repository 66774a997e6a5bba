import type { IdentityContext } from "../../../src";

/** Where the Identities of a kept store are: one Identity for each, with an address of its own. */
const localStates = [
    "none",
    "cancelledOnly",
    "activeEarly",
    "activePastItsEnd",
    "importedApproved",
    "importedApprovedPastItsEnd",
    "importedActive",
    "importedWaitingForApproval",
    "importedRejected",
    "importedUnknownStatus"
] as const;

/** Only a lifecycle leads there, and so only a store with a pseudonym key has them. */
const lifecycleStates = [
    "activeReminded",
    "deletingLeaseRunOut",
    "deletingWaitsForNextAttempt",
    "deletingParked",
    "deletingFinalNoticeFails",
    "deleted"
] as const;

/** A Backbone decides about these. */
export const backboneStates = [
    "backboneActive",
    "backboneCancelled",
    "backboneDeleting",
    "backboneInitiateUnsettled",
    "backboneInitiateNeverArrived",
    "backboneCancelUnsettled",
    "backboneTwoOpen",
    "backboneClosedByAbsence",
    "backboneDeleted",
    "backboneDeletedUnlisted"
] as const;

export const allStates = [...localStates, ...lifecycleStates, ...backboneStates];

export type State = (typeof allStates)[number];

/** The Identity in that state, on its phone. */
export function personIn(state: State): IdentityContext {
    const number = allStates.indexOf(state) + 1;
    return {
        address: `did:e:example.org:dids:${String(number).padStart(22, "0")}`,
        deviceId: `DVCphone${String(number).padStart(12, "0")}`
    };
}

/** The other device of the same Identity: it has no store here and talks to the Backbone by itself. */
export function tabletOf(state: State): IdentityContext {
    const { address, deviceId } = personIn(state);
    return { address, deviceId: deviceId.replace("phone0", "tablet") };
}

export const keyBytes = Uint8Array.from({ length: 32 }, (_, index) => index);

/** How a device logs in at the Backbone. */
export function credentialsOf({ deviceId }: IdentityContext): { username: string; password: string } {
    return { username: `USR${deviceId.slice(3)}`, password: `secret of ${deviceId}` };
}

/** One thing that happened to the Backbone, for a test to repeat. */
export type BackboneStep =
    | { readonly at: string; readonly do: "runJobs" }
    | {
          readonly at: string;
          readonly do: "request";
          readonly deviceId: string;
          readonly method: string;
          readonly path: string;
          readonly body: string;
          readonly enforcesOneActive: boolean;
      };

/** What has to be known of a kept store: where its story ended, and what had happened at the Backbone by then. */
export interface Story {
    readonly endsAt: string;
    /** The ids of the processes that this store was told of, oldest first. */
    readonly processIds: Partial<Record<State, readonly string[]>>;
    readonly backbone: readonly BackboneStep[];
}
