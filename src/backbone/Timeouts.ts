export interface Timeouts {
    readonly requestTimeoutInMs: number;
    readonly lateArrivalInMs: number;
    readonly waitForOthersInMs: number;
    readonly clockToleranceInMs: number;
}

export const maxAgeAtSendingInMs = 2_000;
export const pollIntervalInMs = 25;
