import { EventEmitter2EventBus } from "@js-soft/ts-utils";
import { ErrorCode, IdentityDeletionProcessStatusChangedEvent, PersistenceError } from "../../src";
import { InMemoryPersistence } from "../../src/adapters/memory";
import { alice, bob, createModule } from "../support/fixtures";
import { RecordingEventBus } from "../support/RecordingEventBus";
import { withMethods } from "../support/records";

describe(IdentityDeletionProcessStatusChangedEvent.name, () => {
    test("reaches every subscriber to its class or its namespace on a real event bus", async () => {
        const eventBus = new EventEmitter2EventBus((error) => {
            throw error;
        });
        const received: [string, IdentityDeletionProcessStatusChangedEvent][] = [];
        eventBus.subscribe(IdentityDeletionProcessStatusChangedEvent, (event) => void received.push(["class", event]));
        eventBus.subscribe(
            "transport.identityDeletionProcessStatusChanged",
            (event: IdentityDeletionProcessStatusChangedEvent) => void received.push(["namespace", event])
        );
        const { module } = await createModule({ eventBus });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const initiated = (await facade.initiateIdentityDeletionProcess()).value;
        const cancelled = (await facade.cancelIdentityDeletionProcess()).value;
        await eventBus.close();
        expect(received.map(([by, { data }]) => [by, data])).toStrictEqual([
            ["class", initiated],
            ["namespace", initiated],
            ["class", cancelled],
            ["namespace", cancelled]
        ]);
    });

    test("names the Identity whose process it is, and the process as app code sees it", async () => {
        const eventBus = new RecordingEventBus();
        const { module } = await createModule({ eventBus });
        const results = [
            await module.forIdentity(alice).identityDeletionProcesses.initiateIdentityDeletionProcess(),
            await module.forIdentity(bob).identityDeletionProcesses.initiateIdentityDeletionProcess(),
            await module.forIdentity(alice).identityDeletionProcesses.cancelIdentityDeletionProcess()
        ];
        expect(eventBus.events.map(({ eventTargetAddress }) => eventTargetAddress)).toEqual([
            alice.address,
            bob.address,
            alice.address
        ]);
        expect(eventBus.events.map(({ data }) => data)).toStrictEqual(results.map(({ value }) => value));
    });

    test("is published after the write has resolved, and before the call has", async () => {
        const store = new InMemoryPersistence();
        const order: string[] = [];
        const persistence = withMethods(store, {
            insert: async (record) => {
                await store.insert(record);
                await new Promise((resolve) => setImmediate(resolve));
                order.push("inserted");
            },
            update: async (record, expectedRevision) => {
                await store.update(record, expectedRevision);
                await new Promise((resolve) => setImmediate(resolve));
                order.push("updated");
            }
        });
        const { module } = await createModule({
            persistence,
            eventBus: { publish: () => void order.push("published") }
        });
        order.splice(0); // The mark of the store.
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        await facade.initiateIdentityDeletionProcess();
        order.push("initiated");
        await facade.cancelIdentityDeletionProcess();
        order.push("cancelled");
        expect(order).toEqual(["inserted", "published", "initiated", "updated", "published", "cancelled"]);
    });

    test("is not published by reads, by refusals, or by writes that failed", async () => {
        const eventBus = new RecordingEventBus();
        const store = new InMemoryPersistence();
        let isBroken = false;
        const unavailable = new PersistenceError("unavailable", "disk full");
        const persistence = withMethods(store, {
            insert: async (record) => await (isBroken ? Promise.reject(unavailable) : store.insert(record)),
            update: async (record, revision) =>
                await (isBroken ? Promise.reject(unavailable) : store.update(record, revision))
        });
        const { module, clock } = await createModule({ persistence, eventBus });
        const facade = module.forIdentity(alice).identityDeletionProcesses;

        isBroken = true;
        expect(await facade.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.storeUnavailable);
        isBroken = false;
        await facade.cancelIdentityDeletionProcess();
        await facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 0 });
        expect(eventBus.events).toEqual([]);

        const { value } = await facade.initiateIdentityDeletionProcess();
        isBroken = true;
        expect(await facade.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.storeUnavailable);
        isBroken = false;
        await facade.getActiveIdentityDeletionProcess();
        await facade.getIdentityDeletionProcess({ id: value.id });
        await facade.getIdentityDeletionProcesses();
        await facade.initiateIdentityDeletionProcess();
        clock.advance({ days: 14 });
        await facade.cancelIdentityDeletionProcess();
        expect(eventBus.statuses).toEqual(["Active"]);
    });

    test("shares nothing with the result or the store: a handler may do with it what it likes", async () => {
        const eventBus = {
            publish: (event: object) => Object.assign((event as { data: object }).data, { id: "changed" })
        };
        const { module } = await createModule({ eventBus });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const { value } = await facade.initiateIdentityDeletionProcess();
        expect(value.id).toMatch(/^IDP/);
        expect((await facade.getActiveIdentityDeletionProcess()).value).toStrictEqual(value);
    });

    test("does not undo or fail the command when its publishing fails; who asked for it is told", async () => {
        const told: [unknown, unknown][] = [];
        const failure = new Error("the bus is down");
        const { module } = await createModule({
            eventBus: {
                publish: () => {
                    throw failure;
                }
            },
            onEventError: (error, event) => {
                told.push([error, event.data]);
                throw new Error("and this too");
            }
        });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const initiated = await facade.initiateIdentityDeletionProcess();
        expect(initiated).toBeSuccessful();
        expect((await facade.getActiveIdentityDeletionProcess()).value).toStrictEqual(initiated.value);
        const cancelled = await facade.cancelIdentityDeletionProcess();
        expect(cancelled).toBeSuccessful();
        expect(told).toStrictEqual([
            [failure, initiated.value],
            [failure, cancelled.value]
        ]);
    });

    test("does not fail the command when a handler throws: that goes to the bus's own callback", async () => {
        const errors: unknown[] = [];
        const eventBus = new EventEmitter2EventBus((error) => void errors.push(error));
        const failure = new Error("in a handler");
        eventBus.subscribe(IdentityDeletionProcessStatusChangedEvent, () => {
            throw failure;
        });
        const { module } = await createModule({ eventBus });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        expect(await facade.initiateIdentityDeletionProcess()).toBeSuccessful();
        await eventBus.close();
        expect(errors).toEqual([failure]);
    });

    test("lets a handler call the facade: it sees the change", async () => {
        const seen: Promise<string>[] = [];
        const publish = (): void => {
            seen.push(facade.getActiveIdentityDeletionProcess().then((result) => result.value.id));
        };
        const { module } = await createModule({ eventBus: { publish } });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const { value } = await facade.initiateIdentityDeletionProcess();
        expect(await Promise.all(seen)).toEqual([value.id]);
    });
});
