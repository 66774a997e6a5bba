import { DataEvent } from "../domain/tsUtils";
import { IdentityDeletionProcessDTO } from "./IdentityDeletionProcessDTO";

/**
 * A process was initiated, or its status changed. Published on the host's `EventBus` after the change is durable and
 * never before; at most once, by the module whose write it was. An event that is lost in a crash is not sent later: read the
 * state after a restart.
 */
export class IdentityDeletionProcessStatusChangedEvent extends DataEvent<IdentityDeletionProcessDTO> {
    public static readonly namespace = "transport.identityDeletionProcessStatusChanged";

    public constructor(
        /** The address of the Identity whose process it is. */
        public readonly eventTargetAddress: string,
        data: IdentityDeletionProcessDTO
    ) {
        super(IdentityDeletionProcessStatusChangedEvent.namespace, data);
    }
}
