import { DataEvent, type Event } from "@js-soft/ts-utils";

/** What each of our events has, as far as tests look at it. */
type AnyEvent = DataEvent<{ id?: string; status?: string; deletionProcessId?: string; attempt?: number }>;

/** An event bus that remembers all kinds of events, in the order of publishing. */
export class RememberingBus {
    public readonly published: AnyEvent[] = [];

    public publish(event: Event): void {
        if (event instanceof DataEvent) this.published.push(event);
    }
}
