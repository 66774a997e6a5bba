import { DataEvent, EventEmitter2EventBus } from "@js-soft/ts-utils";
import { IdentityDeletionProcessStatusChangedEvent } from "../../../src";
import { EventPublisher } from "../../../src/application/EventPublisher";
import { IdentityDeletionProcess } from "../../../src/domain/IdentityDeletionProcess";
import { alice } from "../../support/fixtures";
import { RecordingEventBus } from "../../support/RecordingEventBus";
import { meaninglessThings } from "../../support/thrownThings";

const process = new IdentityDeletionProcess({ id: "IDP00000000000000001", status: "Cancelled" });

describe(IdentityDeletionProcessStatusChangedEvent.name, () => {
    test("is a DataEvent of the namespace that hosts subscribe to", () => {
        const data = { id: "IDP00000000000000001", status: "Active" };
        const event = new IdentityDeletionProcessStatusChangedEvent("did:e:somebody", data);
        expect(event).toBeInstanceOf(DataEvent);
        expect(IdentityDeletionProcessStatusChangedEvent.namespace).toBe(
            "transport.identityDeletionProcessStatusChanged"
        );
        expect(event).toMatchObject({
            namespace: "transport.identityDeletionProcessStatusChanged",
            eventTargetAddress: "did:e:somebody",
            data
        });
    });
});

describe(EventPublisher.name, () => {
    test("publishes the process as app code sees it, with the address of its Identity", () => {
        const bus = new RecordingEventBus();
        const onError = jest.fn();
        new EventPublisher(bus, onError).statusChanged(alice, process);
        expect(onError).not.toHaveBeenCalled();
        expect(bus.events).toHaveLength(1);
        expect(bus.events[0].eventTargetAddress).toBe(alice.address);
        expect(bus.events[0].data).toStrictEqual({ id: "IDP00000000000000001", status: "Cancelled" });
    });

    test("calls the bus as its method", () => {
        const bus = new EventEmitter2EventBus(() => undefined);
        const received: unknown[] = [];
        bus.subscribe(IdentityDeletionProcessStatusChangedEvent, (event) => void received.push(event));
        new EventPublisher(bus).statusChanged(alice, process);
        expect(received).toHaveLength(1);
    });

    test("does nothing where there is no bus", () => {
        const onError = jest.fn();
        const publisher = new EventPublisher(undefined, onError);
        publisher.statusChanged(alice, process);
        publisher.publish(new IdentityDeletionProcessStatusChangedEvent(alice.address, { id: "id", status: "Active" }));
        expect(onError).not.toHaveBeenCalled();
    });

    test.each(meaninglessThings)("survives a bus that throws %s, and tells whoever wants to know", (_, thing) => {
        const thrown = thing();
        const told: unknown[][] = [];
        const bus = {
            publish: () => {
                throw thrown;
            }
        };
        new EventPublisher(bus, (...all) => told.push(all)).statusChanged(alice, process);
        expect(told).toHaveLength(1);
        expect(Object.is(told[0][0], thrown)).toBe(true);
        expect(told[0][1]).toBeInstanceOf(IdentityDeletionProcessStatusChangedEvent);
        expect(() => new EventPublisher(bus).statusChanged(alice, process)).not.toThrow();
    });

    test("survives a handler of errors that throws", () => {
        const fail = (): never => {
            throw new Error("and again");
        };
        expect(() => new EventPublisher({ publish: fail }, fail).statusChanged(alice, process)).not.toThrow();
    });

    test("tells of a bus that rejects, and leaves no rejection unhandled", async () => {
        const thrown = new Error("later");
        const bus = { publish: async (): Promise<unknown> => await Promise.reject(thrown) };
        const told = await new Promise((resolve) => {
            new EventPublisher(bus, (error, event) => resolve([error, event])).statusChanged(alice, process);
        });
        expect(told).toEqual([thrown, expect.any(IdentityDeletionProcessStatusChangedEvent)]);
    });

    test("tells nobody of a bus whose promise is kept", async () => {
        const onError = jest.fn();
        const published = Promise.resolve();
        new EventPublisher({ publish: (): unknown => published }, onError).statusChanged(alice, process);
        await published;
        expect(onError).not.toHaveBeenCalled();
    });
});
