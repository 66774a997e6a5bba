import type { DataEvent, Event } from "@js-soft/ts-utils";
import { IdentityContext } from "../domain/IdentityContext";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { toDTO } from "./IdentityDeletionProcessDTO";
import { IdentityDeletionProcessStatusChangedEvent } from "./IdentityDeletionProcessStatusChangedEvent";
import { ignoreErrors } from "./ignoreErrors";

export type EventErrorHandler = (error: unknown, event: DataEvent<unknown>) => void;

/** `EventBus` says that `publish` returns nothing; an asynchronous one may reject. */
interface PublishingBus {
    publish(event: Event): unknown;
}

/** Never throws: by then the change is durable. */
export class EventPublisher {
    public constructor(
        private readonly eventBus?: PublishingBus,
        private readonly onError: EventErrorHandler = () => undefined
    ) {}

    public statusChanged(identity: Pick<IdentityContext, "address">, process: IdentityDeletionProcess): void {
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
        ignoreErrors(() => this.onError(error, event));
    }
}
