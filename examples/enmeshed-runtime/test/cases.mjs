import assert from "node:assert/strict";
import { statusOf } from "../support/connector.mjs";

const runtimeErrors = "error.runtime.identityDeletionProcess";

// Longer than a file should be: it is one list, of which nothing belongs to any other file.

/**
 * What is run on the stock Runtime and on the same Runtime with the module. `onStock`: "fails" where the stock one is known
 * to fail; every other case has to pass on both.
 */
export const cases = [
    {
        name: "initiate starts a process of the length that is asked for, on this device",
        async run({ device }) {
            const { value } = await device.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 3 });
            assert.equal(value.status, "Active");
            assert.equal(value.createdByDevice, device.account.activeDevice.id.toString());
            assert.equal(Date.parse(value.gracePeriodEndsAt) - Date.parse(value.createdAt), 3 * 86_400_000);
        }
    },
    {
        name: "initiate leaves the length to the Backbone where none is given",
        async run({ device }) {
            const { value } = await device.processes.initiateIdentityDeletionProcess();
            assert.equal(Date.parse(value.gracePeriodEndsAt) - Date.parse(value.createdAt), 14 * 86_400_000);
        }
    },
    {
        name: "initiate refuses a second process",
        async run({ device }) {
            await device.processes.initiateIdentityDeletionProcess({});
            const { error } = await device.processes.initiateIdentityDeletionProcess({});
            assert.equal(error.code, `${runtimeErrors}.activeIdentityDeletionProcessAlreadyExists`);
            assert.equal(statusOf(error), 400);
        }
    },
    {
        name: "get active answers with the active process, and says where there is none",
        async run({ device }) {
            const none = await device.processes.getActiveIdentityDeletionProcess();
            assert.equal(none.error.code, `${runtimeErrors}.noActiveIdentityDeletionProcess`);
            const { value } = await device.processes.initiateIdentityDeletionProcess({});
            assert.deepEqual((await device.processes.getActiveIdentityDeletionProcess()).value, value);
        }
    },
    {
        name: "get answers with a process by its id, and with recordNotFound",
        async run({ device }) {
            const { value } = await device.processes.initiateIdentityDeletionProcess({});
            assert.deepEqual((await device.processes.getIdentityDeletionProcess({ id: value.id })).value, value);
            const { error } = await device.processes.getIdentityDeletionProcess({ id: "IDP00000000000000xyz" });
            assert.equal(error.code, "error.runtime.recordNotFound");
            assert.equal(statusOf(error), 404);
        }
    },
    {
        name: "get refuses what is no id",
        async run({ device }) {
            const { error } = await device.processes.getIdentityDeletionProcess({ id: "nonsense" });
            assert.match(error.code, /^error\.runtime\.validation\./);
            assert.equal(statusOf(error), 400);
        }
    },
    {
        name: "cancel cancels, and says where there is nothing to cancel",
        async run({ device }) {
            const none = await device.processes.cancelIdentityDeletionProcess();
            assert.equal(none.error.code, `${runtimeErrors}.noActiveIdentityDeletionProcess`);
            const { value } = await device.processes.initiateIdentityDeletionProcess({});
            const cancelled = await device.processes.cancelIdentityDeletionProcess();
            assert.deepEqual([cancelled.value.id, cancelled.value.status], [value.id, "Cancelled"]);
        }
    },
    {
        name: "the list has all processes, open and closed",
        async run({ device }) {
            await device.processes.initiateIdentityDeletionProcess({});
            await device.processes.cancelIdentityDeletionProcess();
            await device.processes.initiateIdentityDeletionProcess({});
            const { value } = await device.processes.getIdentityDeletionProcesses();
            assert.deepEqual(value.map(({ status }) => status).sort(), ["Active", "Cancelled"]);
        }
    },
    {
        name: "each change is heard once: by the transport's class, by the namespace, and by the Runtime's class",
        async run({ device }) {
            await device.processes.initiateIdentityDeletionProcess({});
            await device.processes.cancelIdentityDeletionProcess();
            for (const list of Object.values(device.heard)) assert.deepEqual(list, ["Active", "Cancelled"]);
        }
    },
    {
        name: "what an app writes into the process of an event changes nothing, here and on the other device",
        async run({ device, world, kind, other }) {
            const second = await world.secondDevice(other ?? kind, device);
            device.account.transport.eventBus.subscribe(
                "transport.identityDeletionProcessStatusChanged",
                ({ data }) => void (data.status = "Cancelled")
            );
            await device.processes.initiateIdentityDeletionProcess({});
            assert.equal((await device.processes.getActiveIdentityDeletionProcess()).value.status, "Active");
            await device.accountFacade.syncDatawallet();
            await second.accountFacade.syncDatawallet();
            assert.ok((await second.processes.cancelIdentityDeletionProcess()).isSuccess);
        }
    },
    {
        name: "an external event brings a process that the Backbone's support has started",
        async run({ device, world }) {
            const address = device.account.identity.address.toString();
            world.backbone.initiateBySupport(address);
            const [{ id: deletionProcessId }] = world.openOf(device);
            world.routes.addExternalEvent(address, "IdentityDeletionProcessStarted", { deletionProcessId });
            assert.ok((await device.accountFacade.syncEverything()).isSuccess);
            assert.equal((await device.processes.getActiveIdentityDeletionProcess()).value.id, deletionProcessId);
            assert.deepEqual(device.heard.byClass, ["Active"]);
        }
    },
    {
        name: "an external event about a change of a process that this device was not told of is no error, and is told",
        onStock: "fails",
        async run({ device, world }) {
            const address = device.account.identity.address.toString();
            world.backbone.initiateBySupport(address);
            const [{ id: deletionProcessId }] = world.openOf(device);
            world.routes.addExternalEvent(address, "IdentityDeletionProcessStatusChanged", { deletionProcessId });
            assert.ok((await device.accountFacade.syncEverything()).isSuccess);
            assert.equal((await device.processes.getActiveIdentityDeletionProcess()).value.id, deletionProcessId);
            for (const list of Object.values(device.heard)) assert.deepEqual(list, ["Active"]);
        }
    },
    {
        name: "each request carries the host's headers, and there is one login",
        async run({ world, kind }) {
            const requests = [];
            const handle = world.backbone.handle.bind(world.backbone);
            world.backbone.handle = (request) => {
                requests.push(request);
                return handle(request);
            };
            const device = await world.device(kind, { headers: { "x-of-the-host": "yes" } });
            await device.processes.initiateIdentityDeletionProcess({});
            await device.processes.cancelIdentityDeletionProcess();
            await device.accountFacade.syncEverything();
            assert.ok(requests.filter(({ path }) => path.includes("/DeletionProcesses")).length >= 2);
            assert.deepEqual(
                requests.filter(({ headers }) => headers["x-of-the-host"] !== "yes").map(({ path }) => path),
                []
            );
            assert.equal(requests.filter(({ path }) => path.includes("/connect/token")).length, 1);
        }
    },
    {
        name: "what was initiated on one device is shown on the other, and can be cancelled there",
        async run({ device, world, kind, other }) {
            const second = await world.secondDevice(other ?? kind, device);
            const { value } = await device.processes.initiateIdentityDeletionProcess({});
            await second.accountFacade.syncDatawallet();
            assert.deepEqual((await second.processes.getActiveIdentityDeletionProcess()).value, value);
            assert.ok((await second.processes.cancelIdentityDeletionProcess()).isSuccess);
            await device.accountFacade.syncDatawallet();
            assert.ok((await device.processes.getActiveIdentityDeletionProcess()).isError);
            assert.ok(device.heard.byClass.length > 1);
        }
    },
    {
        name: "and the other way round",
        async run({ device, world, kind, other }) {
            const second = await world.secondDevice(other ?? kind, device);
            const { value } = await second.processes.initiateIdentityDeletionProcess({});
            await device.accountFacade.syncDatawallet();
            assert.deepEqual((await device.processes.getActiveIdentityDeletionProcess()).value, value);
            assert.ok((await device.processes.cancelIdentityDeletionProcess()).isSuccess);
            await second.accountFacade.syncDatawallet();
            assert.ok((await second.processes.getActiveIdentityDeletionProcess()).isError);
        }
    },
    {
        name: "both devices show the same of a cancelled process, and the end that it would have had",
        onStock: "fails",
        async run({ device, world, kind }) {
            const second = await world.secondDevice(kind, device);
            const { value } = await device.processes.initiateIdentityDeletionProcess({});
            await second.accountFacade.syncDatawallet();
            await second.processes.cancelIdentityDeletionProcess();
            await device.accountFacade.syncDatawallet();
            const [shown] = (await device.processes.getIdentityDeletionProcesses()).value;
            assert.deepEqual(shown, (await second.processes.getIdentityDeletionProcesses()).value[0]);
            assert.equal(shown.gracePeriodEndsAt, value.gracePeriodEndsAt);
            assert.equal(shown.cancelledByDevice, second.account.activeDevice.id.toString());
        }
    },
    {
        name: "after several missed changes the last event is the present state",
        async run({ device, world, kind }) {
            const second = await world.secondDevice(kind, device);
            for (let time = 0; time < 2; time++) {
                await device.processes.initiateIdentityDeletionProcess({});
                await device.processes.cancelIdentityDeletionProcess();
            }
            await device.processes.initiateIdentityDeletionProcess({});
            await second.accountFacade.syncDatawallet();
            // An event without data: the app asks.
            const last = second.heard.byClass.at(-1);
            const active = (await second.processes.getActiveIdentityDeletionProcess()).value;
            assert.equal(last === "look" ? active.status : last, "Active");
        }
    },
    {
        name: "a restart finds what was there, in the Runtime's own LokiJS file",
        async run({ device, world, kind }) {
            const folder = await world.folder();
            const first = await world.device(kind, { folder });
            const { value } = await first.processes.initiateIdentityDeletionProcess({});
            await world.stop(first);
            const again = await world.device(kind, { folder });
            assert.deepEqual((await again.processes.getActiveIdentityDeletionProcess()).value, value);
            assert.notEqual(device, again);
        }
    },
    ...[
        ["forbid", 403],
        [{ retryAfterInSeconds: 60 }, 429],
        ["badGateway", 502]
    ].map(([fault, status]) => ({
        name: `a connector answers ${status} where the Backbone answers so`,
        async run({ device, world }) {
            world.backbone.chooseFault = (kind) => (kind === "initiate" ? fault : undefined);
            const { error } = await device.processes.initiateIdentityDeletionProcess({});
            assert.equal(statusOf(error), status);
        }
    })),
    {
        name: "a connector answers with a server error where the Backbone answers 500",
        async run({ device, world }) {
            world.backbone.chooseFault = (kind) => (kind === "initiate" ? "serverError" : undefined);
            const { error } = await device.processes.initiateIdentityDeletionProcess({});
            assert.ok([500, 502].includes(statusOf(error)), error.code);
        }
    },
    {
        name: "a lost answer to initiate: the process is known, and can be cancelled",
        onStock: "fails",
        async run({ device, world }) {
            world.backbone.failNext("initiate", "dropResponse");
            assert.ok((await device.processes.initiateIdentityDeletionProcess({})).isSuccess);
            assert.ok((await device.processes.cancelIdentityDeletionProcess()).isSuccess);
            assert.deepEqual(world.openOf(device), []);
        }
    },
    {
        name: "fifty initiates at once: one succeeds, and the others are told that there is one",
        onStock: "fails",
        async run({ device }) {
            const calls = Array.from({ length: 50 }, () => device.processes.initiateIdentityDeletionProcess({}));
            const results = await Promise.all(calls);
            assert.equal(results.filter(({ isSuccess }) => isSuccess).length, 1);
            const codes = new Set(results.filter(({ isError }) => isError).map(({ error }) => error.code));
            assert.deepEqual([...codes], [`${runtimeErrors}.activeIdentityDeletionProcessAlreadyExists`]);
        }
    },
    {
        name: "a datawallet that cannot be uploaded fails no command that has succeeded",
        onStock: "fails",
        async run({ device, world }) {
            const broken = { status: 500, headers: {}, body: "" };
            world.routes.intercept = (route) => (route === "POST Datawallet/Modifications" ? broken : undefined);
            assert.ok((await device.processes.initiateIdentityDeletionProcess({})).isSuccess);
            world.routes.intercept = undefined;
            await device.accountFacade.syncDatawallet();
            assert.ok((await device.processes.getActiveIdentityDeletionProcess()).isSuccess);
        }
    },
    {
        name: "a change whose upload has failed reaches the other device with the next synchronisation",
        onStock: "fails",
        async run({ device, world, kind, other }) {
            const second = await world.secondDevice(other ?? kind, device);
            await device.processes.initiateIdentityDeletionProcess({});
            await second.accountFacade.syncDatawallet();
            const broken = { status: 500, headers: {}, body: "" };
            world.routes.intercept = (route) => (route === "POST Datawallet/Modifications" ? broken : undefined);
            await device.processes.cancelIdentityDeletionProcess();
            world.routes.intercept = undefined;
            await device.accountFacade.syncDatawallet();
            await second.accountFacade.syncDatawallet();
            assert.ok((await second.processes.getActiveIdentityDeletionProcess()).isError);
        }
    },
    {
        name: "both devices know how long a process would have lasted that one has cancelled, also where its upload has failed",
        onStock: "fails",
        async run({ device, world, kind, other }) {
            const second = await world.secondDevice(other ?? kind, device);
            const { value } = await device.processes.initiateIdentityDeletionProcess({});
            await second.accountFacade.syncDatawallet();
            const broken = { status: 500, headers: {}, body: "" };
            world.routes.intercept = (route) => (route === "POST Datawallet/Modifications" ? broken : undefined);
            await second.processes.cancelIdentityDeletionProcess();
            world.routes.intercept = undefined;
            await device.accountFacade.syncEverything();
            for (const each of [second, device]) await each.accountFacade.syncDatawallet();
            for (const { processes } of [device, second]) {
                const [{ status, gracePeriodEndsAt }] = (await processes.getIdentityDeletionProcesses()).value;
                assert.deepEqual([status, gracePeriodEndsAt], ["Cancelled", value.gracePeriodEndsAt]);
            }
        }
    },
    {
        name: "a device that cancels while another writes what it knew before sees no active process in the end",
        async run({ device, world, kind, other }) {
            const second = await world.secondDevice(other ?? kind, device);
            await second.processes.initiateIdentityDeletionProcess({});
            await device.accountFacade.syncEverything();
            assert.ok((await second.processes.cancelIdentityDeletionProcess()).isSuccess);
            for (const each of [device, device, second]) await each.accountFacade.syncDatawallet();
            for (const { processes } of [device, second]) {
                assert.ok((await processes.getActiveIdentityDeletionProcess()).isError);
            }
        }
    },
    {
        name: "a process that the device was not told of can be cancelled after a synchronisation of everything",
        onStock: "fails",
        async run({ device, world }) {
            world.backbone.initiateBySupport(device.account.identity.address.toString());
            await device.accountFacade.syncEverything();
            assert.ok((await device.processes.cancelIdentityDeletionProcess()).isSuccess);
            assert.deepEqual(world.openOf(device), []);
        }
    },
    {
        name: "what another client of this Identity has started is refused as such, and can be cancelled",
        onStock: "fails",
        async run({ device, world }) {
            world.backbone.initiateBySupport(device.account.identity.address.toString());
            const { error } = await device.processes.initiateIdentityDeletionProcess({});
            assert.equal(error.code, `${runtimeErrors}.activeIdentityDeletionProcessAlreadyExists`);
            assert.ok((await device.processes.cancelIdentityDeletionProcess()).isSuccess);
            assert.deepEqual(world.openOf(device), []);
        }
    }
];
