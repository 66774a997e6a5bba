import { DataEvent } from "../../domain/tsUtils";

/**
 * The Backbone has confirmed the deletion: what the host still keeps can go. Published once on each store, after the copy
 * says so, and not again after a crash: the facade then answers `identityIsDeleted` to initiate.
 */
export class IdentityDeletedEvent extends DataEvent<{ readonly deletionProcessId: string | undefined }> {
    public static readonly namespace = "transport.identityDeleted";

    public constructor(
        public readonly eventTargetAddress: string,
        /** If it was known here. */
        deletionProcessId: string | undefined
    ) {
        super(IdentityDeletedEvent.namespace, { deletionProcessId });
    }
}
