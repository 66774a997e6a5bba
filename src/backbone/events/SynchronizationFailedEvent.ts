import { DataEvent } from "../../domain/tsUtils";

/**
 * The host's datawallet synchronisation after a command has failed. The command itself has succeeded, durably. Published at
 * each failed attempt.
 */
export class IdentityDeletionProcessSynchronizationFailedEvent extends DataEvent<{
    /** 1 for the first. */
    readonly attempt: number;
    /** Absent: no further attempt is made; the next command makes one. */
    readonly nextAttemptInMs: number | undefined;
    /** What the host's own port rejected with. */
    readonly error: unknown;
}> {
    public static readonly namespace = "transport.identityDeletionProcessSynchronizationFailed";

    public constructor(
        public readonly eventTargetAddress: string,
        data: { attempt: number; nextAttemptInMs: number | undefined; error: unknown }
    ) {
        super(IdentityDeletionProcessSynchronizationFailedEvent.namespace, data);
    }
}
