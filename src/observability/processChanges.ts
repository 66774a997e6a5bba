import type { EventBus } from "@js-soft/ts-utils";
import { ignoreErrors } from "../application/ignoreErrors";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { processIdOf } from "./publicFields";

export interface ProcessChanges {
    initiated(processId: string | undefined): void;
    cancelled(processId: string | undefined): void;
}

const statusChanged = "transport.identityDeletionProcessStatusChanged";

/** Reads only the status and the process id: an event also names the Identity and the Device. Returns what ends it. */
export function onProcessChanges(
    eventBus: Pick<EventBus, "subscribe" | "unsubscribe">,
    changes: ProcessChanges
): () => void {
    const subscription = eventBus.subscribe(statusChanged, (event: unknown) => {
        ignoreErrors(() => tell(event, changes));
    });
    return () => void eventBus.unsubscribe(subscription);
}

function tell(event: unknown, changes: ProcessChanges): void {
    const { data } = event as { data: { id?: unknown; status?: unknown } };
    const processId = processIdOf(data.id);
    if (data.status === IdentityDeletionProcessStatus.Active) changes.initiated(processId);
    if (data.status === IdentityDeletionProcessStatus.Cancelled) changes.cancelled(processId);
}
