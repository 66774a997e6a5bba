import { DataEvent } from "../domain/tsUtils";
import { IdentityDeletionProcessDTO } from "./IdentityDeletionProcessDTO";

/** Also of a new process. Published at most once, after the change is durable. A crash may lose it: read after a restart. */
export class IdentityDeletionProcessStatusChangedEvent extends DataEvent<IdentityDeletionProcessDTO> {
    public static readonly namespace = "transport.identityDeletionProcessStatusChanged";

    public constructor(
        public readonly eventTargetAddress: string,
        data: IdentityDeletionProcessDTO
    ) {
        super(IdentityDeletionProcessStatusChangedEvent.namespace, data);
    }
}
