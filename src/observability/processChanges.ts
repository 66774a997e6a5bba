import type { EventBus } from "@js-soft/ts-utils";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { processIdOf } from "./publicFields";

/** What the lifecycle does not see: what people do. */
export interface ProcessChanges {
    initiated(processId: string | undefined): void;
    cancelled(processId: string | undefined): void;
}

/** The namespace of `IdentityDeletionProcessStatusChangedEvent`. */
const statusChanged = "transport.identityDeletionProcessStatusChanged";

/**
 * Listens on the host's event bus; what comes back ends that. Of an event only the status and the process id are looked
 * at: it also names the Identity and the Device. What a listener throws is ignored, as everywhere where one only listens.
 */
export function onProcessChanges(
    eventBus: Pick<EventBus, "subscribe" | "unsubscribe">,
    changes: ProcessChanges
): () => void {
    const subscription = eventBus.subscribe(statusChanged, (event: unknown) => {
        try {
            tell(event, changes);
        } catch {
            // It had its chance.
        }
    });
    return () => void eventBus.unsubscribe(subscription);
}

function tell(event: unknown, changes: ProcessChanges): void {
    const { data } = event as { data: { id?: unknown; status?: unknown } };
    const processId = processIdOf(data.id);
    if (data.status === IdentityDeletionProcessStatus.Active) changes.initiated(processId);
    if (data.status === IdentityDeletionProcessStatus.Cancelled) changes.cancelled(processId);
}
