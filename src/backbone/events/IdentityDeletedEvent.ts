import { DataEvent } from "../../domain/tsUtils";

/**
 * The Backbone has confirmed that the Identity is deleted: what the host still keeps of it can go. Published once on each
 * store, after the local copy says so, by the module whose write it was. An event that is lost in a crash is not sent later: the
 * facade then answers `identityIsDeleted` to initiate.
 */
export class IdentityDeletedEvent extends DataEvent<{ readonly deletionProcessId: string | undefined }> {
    public static readonly namespace = "transport.identityDeleted";

    public constructor(
        /** The address of the Identity that is deleted. */
        public readonly eventTargetAddress: string,
        /** The process at whose end it was deleted, if it was known here. */
        deletionProcessId: string | undefined
    ) {
        super(IdentityDeletedEvent.namespace, { deletionProcessId });
    }
}
