import type { Event } from "@js-soft/ts-utils";
import { IdentityDeletionProcessStatusChangedEvent } from "../../src";

/** An event bus that only remembers, in the order of publishing. */
export class RecordingEventBus {
    public readonly events: IdentityDeletionProcessStatusChangedEvent[] = [];

    public publish(event: Event): void {
        if (!(event instanceof IdentityDeletionProcessStatusChangedEvent))
            throw new TypeError("This is no event of ours.");
        this.events.push(event);
    }

    public get statuses(): string[] {
        return this.events.map(({ data }) => data.status);
    }
}
