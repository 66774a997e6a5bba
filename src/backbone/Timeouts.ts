/** How long the authority waits. All of it is in `BackboneAuthorityOptions`. */
export interface Timeouts {
    /** How long one request may take, its answer included. */
    readonly requestTimeoutInMs: number;
    /** How long after the end of a request whose answer was lost the Backbone may still receive it. */
    readonly lateArrivalInMs: number;
    /** How long a command that another process of the operating system has in flight is waited for. */
    readonly waitForOthersInMs: number;
    /** How far this device's clock and the Backbone's may be apart for a process to be recognised as this device's own. */
    readonly clockToleranceInMs: number;
}

/** A command is sent within this time of its `requestedAt`, or is renewed first. */
export const maxAgeAtSendingInMs = 2_000;
export const pollIntervalInMs = 25;
