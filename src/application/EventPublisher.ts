import type { DataEvent, Event } from "@js-soft/ts-utils";
import { IdentityContext } from "../domain/IdentityContext";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { toDTO } from "./IdentityDeletionProcessDTO";
import { IdentityDeletionProcessStatusChangedEvent } from "./IdentityDeletionProcessStatusChangedEvent";
import { ignoreErrors } from "./ignoreErrors";

/** Called with what an event bus threw, or rejected with, when it was handed an event. What it throws itself is ignored. */
export type EventErrorHandler = (error: unknown, event: DataEvent<unknown>) => void;

/** An `EventBus`, as far as it is used here. Its type says that nothing comes back; an asynchronous `publish` may reject. */
interface PublishingBus {
    publish(event: Event): unknown;
}

/** Publishes on the host's bus, where there is one. Never throws: by then the change is durable, and stays. */
export class EventPublisher {
    public constructor(
        private readonly eventBus?: PublishingBus,
        private readonly onError?: EventErrorHandler
    ) {}

    public statusChanged(identity: Pick<IdentityContext, "address">, process: IdentityDeletionProcess): void {
        if (this.eventBus === undefined) return;
        this.publish(new IdentityDeletionProcessStatusChangedEvent(identity.address, toDTO(process)));
    }

    public publish(event: DataEvent<unknown>): void {
        if (this.eventBus === undefined) return;
        try {
            const published = this.eventBus.publish(event);
            if (published instanceof Promise) {
                published.catch((error: unknown) => {
                    this.reportError(error, event);
                });
            }
        } catch (error) {
            this.reportError(error, event);
        }
    }

    private reportError(error: unknown, event: DataEvent<unknown>): void {
        // A handler that fails must not turn a command that succeeded into an error.
        ignoreErrors(() => this.onError?.(error, event));
    }
}
