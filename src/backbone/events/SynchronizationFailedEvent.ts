import { DataEvent } from "../../domain/tsUtils";

/** The host's datawallet synchronisation has failed, at each attempt. The command itself has succeeded, durably. */
export class IdentityDeletionProcessSynchronizationFailedEvent extends DataEvent<{
    /** 1 for the first. */
    readonly attempt: number;
    /** Absent: no further attempt until the next command. */
    readonly nextAttemptInMs: number | undefined;
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
