import { EventBus } from "@js-soft/ts-utils";
import { IdentityContext } from "../domain/IdentityContext";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { toDTO } from "./IdentityDeletionProcessDTO";
import { IdentityDeletionProcessStatusChangedEvent } from "./IdentityDeletionProcessStatusChangedEvent";

/** Told of what an event bus threw when it was handed an event. What it throws itself is ignored. */
export type EventErrorHandler = (error: unknown, event: IdentityDeletionProcessStatusChangedEvent) => void;

/** Publishes on the host's bus, where there is one. Never throws: by then the change is durable, and stays. */
export class EventPublisher {
    public constructor(
        private readonly eventBus?: Pick<EventBus, "publish">,
        private readonly onError?: EventErrorHandler
    ) {}

    public statusChanged(identity: IdentityContext, process: IdentityDeletionProcess): void {
        if (this.eventBus === undefined) return;
        const event = new IdentityDeletionProcessStatusChangedEvent(identity.address, toDTO(process));
        try {
            this.eventBus.publish(event);
        } catch (error) {
            this.reportError(error, event);
        }
    }

    private reportError(error: unknown, event: IdentityDeletionProcessStatusChangedEvent): void {
        try {
            this.onError?.(error, event);
        } catch {
            // A handler that fails must not turn a command that succeeded into an error.
        }
    }
}
