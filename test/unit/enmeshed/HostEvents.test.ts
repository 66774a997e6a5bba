import type { IdentityDeletionProcessDTO } from "../../../src";
import { IdentityDeletionProcessStatusChangedEvent } from "../../../src/application/IdentityDeletionProcessStatusChangedEvent";
import type { HostAccount, HostEvent } from "../../../src/enmeshed";
import { HostEvents } from "../../../src/enmeshed/HostEvents";
import { HostProcesses } from "../../../src/enmeshed/HostProcesses";
import { fakeTransport } from "../../support/enmeshed/FakeAccount";
import { alice, bob } from "../../support/fixtures";

const first = "IDP00000000000000001";
const second = "IDP00000000000000002";

/** The bus of a host that hears of each process and its status. */
function world() {
    const heard: string[] = [];
    const others: object[] = [];
    let handler: ((event: HostEvent) => void) | undefined;
    const publish = (event: HostEvent): void => {
        if (event instanceof fakeTransport.IdentityDeletionProcessStatusChangedEvent) {
            const { id, status } = (event.data ?? { id: "", status: "nothing" }) as { id: string; status: string };
            heard.push(`${id.slice(-1)} ${status}`);
        } else others.push(event);
        handler?.(event);
    };
    const eventBus = {
        publish,
        subscribe: (_: string, listener: typeof handler) => {
            handler = listener;
            return 1;
        },
        unsubscribe: () => (handler = undefined)
    };
    const account = { identity: { address: alice.address }, transport: { eventBus } } as unknown as HostAccount;
    const events = new HostEvents(account, fakeTransport, new HostProcesses(fakeTransport));
    const ours = (id: string, status: string): void => {
        const process: IdentityDeletionProcessDTO = { id, status };
        events.bus.publish(new IdentityDeletionProcessStatusChangedEvent(alice.address, process));
    };
    /** As the Runtime itself tells it, within its synchronisation. */
    const theirs = (id: string, status: string, address = alice.address): void => {
        const { IdentityDeletionProcess, IdentityDeletionProcessStatusChangedEvent: Changed } = fakeTransport;
        publish(new Changed(address, IdentityDeletionProcess.from({ id, status } as never) as never));
    };
    return { events, heard, others, ours, theirs };
}

describe(HostEvents.name, () => {
    test("tells a change at once, of the host's own class, and hands on whatever else is published", () => {
        const { events, heard, others, ours } = world();
        const onChange = jest.fn();
        events.onChange = onChange;
        ours(first, "Active");
        expect(heard).toStrictEqual(["1 Active"]);
        expect(onChange).toHaveBeenCalledWith({ id: first, status: "Active" });
        const other = { namespace: "another" };
        events.bus.publish(other);
        expect(others).toStrictEqual([other]);
    });

    test("tells after a synchronisation what the Runtime has not told within it, what is open last", async () => {
        const { events, heard, ours, theirs } = world();
        await events.holdingBack(async () => {
            ours(second, "Active");
            ours(first, "Cancelled");
            expect(heard).toStrictEqual([]);
            theirs(first, "Cancelled");
        });
        expect(heard).toStrictEqual(["1 Cancelled", "2 Active"]);
        await events.holdingBack(async () => {
            ours(second, "Cancelled");
            theirs(second, "Cancelled");
        });
        expect(heard).toStrictEqual(["1 Cancelled", "2 Active", "2 Cancelled"]);
    });

    test("tells again what is open where the Runtime has last told of another: the last one told is the truth", async () => {
        const { events, heard, ours, theirs } = world();
        ours(second, "Active");
        await events.holdingBack(async () => theirs(first, "Cancelled"));
        expect(heard).toStrictEqual(["2 Active", "1 Cancelled", "2 Active"]);
        await events.holdingBack(async () => theirs(second, "Active"));
        expect(heard).toStrictEqual(["2 Active", "1 Cancelled", "2 Active", "2 Active"]);
    });

    test("keeps what is open where another process, that is not the open one, ends", async () => {
        const { events, heard, ours, theirs } = world();
        ours(second, "Active");
        await events.holdingBack(async () => {
            ours(first, "Cancelled");
            theirs(first, "Cancelled");
        });
        expect(heard).toStrictEqual(["2 Active", "1 Cancelled", "2 Active"]);
    });

    test("waits for the outermost of synchronisations within each other, also where one fails", async () => {
        const { events, heard, ours } = world();
        const failing = events.holdingBack(async () => {
            await events.holdingBack(async () => ours(first, "Active"));
            expect(heard).toStrictEqual([]);
            throw new Error("no upload");
        });
        await expect(failing).rejects.toThrow("no upload");
        expect(heard).toStrictEqual(["1 Active"]);
    });

    test("takes for told what the Runtime tells of this Identity within a synchronisation, and nothing else", async () => {
        const { events, heard, ours, theirs } = world();
        theirs(first, "Active");
        await events.holdingBack(async () => {
            ours(first, "Active");
            theirs(first, "Active", bob.address);
            const { IdentityDeletionProcessStatusChangedEvent: Changed } = fakeTransport;
            events.bus.publish(new Changed(alice.address));
        });
        expect(heard).toStrictEqual(["1 Active", "1 Active", " nothing", "1 Active"]);
    });
});
