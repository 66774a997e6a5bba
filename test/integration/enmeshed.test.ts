import { ErrorCode } from "../../src";
import { InMemoryPersistence } from "../../src/adapters/memory";
import { type AttachedDeletion, attachTo, type HostAccount } from "../../src/enmeshed";
import { BackboneWorld, credentialsOf } from "../support/backbone/BackboneWorld";
import { FakeAccount, fakeTransport } from "../support/enmeshed/FakeAccount";
import { alice, alicesTablet } from "../support/fixtures";

// A real Runtime is in examples/enmeshed-runtime: this is what holds for any account of that shape.
describe(attachTo.name, () => {
    let world: BackboneWorld;
    let phone: FakeAccount;
    let attached: AttachedDeletion | undefined;

    const backbone = { waitForOthersInMs: 0, lateArrivalInMs: 0, retry: { attempts: 1 } };

    beforeEach(async () => {
        world = new BackboneWorld();
        phone = await FakeAccount.of(world.backbone, alice, credentialsOf(alice.deviceId));
    });

    afterEach(async () => {
        await attached?.close();
        attached = undefined;
        await phone.close();
        await world.close();
    });

    async function attach(maxAnswerInBytes?: number): Promise<void> {
        attached = await attachTo(phone.host, fakeTransport, { backbone: { ...backbone, maxAnswerInBytes } });
    }

    async function codeOf(call: Promise<unknown>): Promise<unknown> {
        return await call.then(
            () => "success",
            (error: unknown) => (error as { code?: unknown }).code
        );
    }

    test("refuses an account of another shape, in words that say what is missing", async () => {
        const { authenticator, ...rest } = phone.host;
        expect(authenticator).toBeDefined();
        await expect(attachTo(rest as HostAccount, fakeTransport)).rejects.toThrow(
            /account\.authenticator\.getToken\(\)/
        );
        const early = Object.defineProperty({ ...phone.host }, "identity", {
            get: () => {
                throw new Error("not initialised");
            }
        });
        await expect(attachTo(early, fakeTransport)).rejects.toThrow(/after its init\(\).*account\.identity\.address/);
        const { RequestError, ...half } = fakeTransport;
        expect(RequestError).toBeDefined();
        await expect(attachTo(phone.host, half as typeof fakeTransport)).rejects.toThrow(/transport\.RequestError/);
        const noClient = { ...phone.host.identityDeletionProcess, identityDeletionProcessClient: {} };
        await expect(attachTo({ ...phone.host, identityDeletionProcess: noClient }, fakeTransport)).rejects.toThrow(
            /axiosInstance/
        );
    });

    test("puts the module in the place of the account's controller, and gives it back", async () => {
        const stock = phone.host.identityDeletionProcess;
        await attach();
        const process = await phone.controller.initiateIdentityDeletionProcess(3);
        expect(process.toJSON()).toMatchObject({ status: "Active", gracePeriodEndsAt: "2026-11-26T10:00:00.000Z" });
        expect(await phone.controller.getIdentityDeletionProcesses()).toHaveLength(1);
        expect((await phone.controller.getIdentityDeletionProcess(process.id)).id).toBe(process.id);
        expect((await phone.controller.getIdentityDeletionProcessByStatus("Active")).id).toBe(process.id);
        expect((await phone.controller.cancelIdentityDeletionProcess(process.id)).status).toBe("Cancelled");
        expect(phone.heard).toEqual(["Active", "Cancelled"]);
        await attached!.close();
        attached = undefined;
        expect(phone.host.identityDeletionProcess).toBe(stock);
    });

    test("takes over what the Runtime knew, without a question", async () => {
        const { value } = await (await world.device()).processes.initiateIdentityDeletionProcess();
        await phone.collection.create({ toJSON: () => ({ ...value, "@type": "IdentityDeletionProcess" }) });
        const asked = world.backbone.log.length;
        await attach();
        expect((await phone.controller.getIdentityDeletionProcessByStatus("Active")).toJSON()).toEqual(value);
        expect(world.backbone.log).toHaveLength(asked);
        expect(phone.heard).toEqual([]);
    });

    test("looks where another device is ahead, within the synchronisation, and tells it once", async () => {
        await attach();
        const process = await phone.controller.initiateIdentityDeletionProcess();
        const tablet = await world.device(alicesTablet);
        await tablet.processes.cancelIdentityDeletionProcess();
        const [document] = await phone.collection.list();
        const cancelledAt = "2026-11-23T10:00:00.000Z";
        const cancelled = {
            ...process.toJSON(),
            status: "Cancelled",
            cancelledAt,
            cancelledByDevice: alicesTablet.deviceId
        };
        await phone.collection.update(document, { toJSON: () => cancelled });
        await phone.host.syncDatawallet();
        const [shown] = (await phone.controller.getIdentityDeletionProcesses()) as unknown as { toJSON(): object }[];
        expect(shown.toJSON()).toMatchObject({ status: "Cancelled", cancelledByDevice: alicesTablet.deviceId });
        expect(phone.heard).toEqual(["Active", "Cancelled"]);
    });

    test("cancels by the module's own facade what nobody has told this device of", async () => {
        await attach();
        world.backbone.initiateBySupport(alice.address);
        const result = await attached!.scope.identityDeletionProcesses.cancelIdentityDeletionProcess();
        expect(result.value).toMatchObject({ status: "Cancelled" });
        expect(world.open).toEqual([]);
        expect(phone.heard.at(-1)).toBe("Cancelled");
    });

    test("finds a process by each of its statuses, the active one first", async () => {
        await attach();
        const find = async (...statuses: string[]): Promise<unknown> =>
            (await phone.controller.getIdentityDeletionProcessByStatus(...statuses))?.id;
        expect(await find("Active")).toBeUndefined();
        const { id } = await phone.controller.initiateIdentityDeletionProcess();
        await phone.controller.cancelIdentityDeletionProcess();
        expect(await find("Active", "Cancelled")).toBe(id);
        expect(await find("Cancelled")).toBe(id);
        expect(await find("Active", "Deleting")).toBeUndefined();
        const next = await phone.controller.initiateIdentityDeletionProcess();
        expect(await find("Cancelled", "Active")).toBe(next.id);
    });

    test("asks the Backbone once about what another device says and the Backbone does not confirm", async () => {
        await attach();
        const process = await phone.controller.initiateIdentityDeletionProcess();
        const [document] = await phone.collection.list();
        await phone.collection.update(document, { toJSON: () => ({ ...process.toJSON(), status: "Cancelled" }) });
        const asked = world.requests("list");
        expect(await phone.controller.getIdentityDeletionProcesses()).toMatchObject([{ status: "Active" }]);
        expect(world.requests("list")).toBe(asked + 1);
        await phone.controller.getIdentityDeletionProcesses();
        await phone.host.syncDatawallet();
        expect(world.requests("list")).toBe(asked + 1);
        // It may have its reasons: what it says stays in the collection.
        expect(await phone.collection.list()).toMatchObject([{ status: "Cancelled" }]);
    });

    test("synchronises although the Backbone does not answer the question before", async () => {
        await attach();
        world.backbone.initiateBySupport(alice.address);
        world.backbone.failNext("list", "serverError");
        await phone.host.syncEverything();
        expect(phone.uploads).toBe(1);
        expect(phone.heard).toEqual([]);
        await phone.host.syncEverything();
        expect(phone.heard).toEqual(["Active"]);
    });

    test("takes a synchronisation within another for a part of it", async () => {
        phone.host.syncEverything = async () => await phone.host.syncDatawallet();
        await attach();
        world.backbone.initiateBySupport(alice.address);
        await phone.host.syncEverything();
        expect(phone.uploads).toBe(1);
        expect(phone.heard).toEqual(["Active"]);
        const before = phone.collection.changes.length;
        await phone.host.syncEverything();
        expect(phone.collection.changes).toHaveLength(before);
    });

    test("asks for a token again where the account got none: nothing was sent", async () => {
        attached = await attachTo(phone.host, fakeTransport, {
            backbone: { ...backbone, retry: { attempts: 2, firstDelayInMs: 0, maxDelayInMs: 0 } }
        });
        world.backbone.failNext("token", "serverError");
        expect((await phone.controller.initiateIdentityDeletionProcess()).status).toBe("Active");
        expect(world.requests("initiate")).toBe(1);
    });

    test("asks the Backbone at an external event and when everything is synchronised", async () => {
        await attach();
        world.backbone.initiateBySupport(alice.address);
        const [{ id }] = world.open;
        expect((await phone.controller.loadNewIdentityDeletionProcessFromBackbone(id)).id).toBe(id);
        expect((await phone.controller.updateExistingIdentityDeletionProcessFromBackbone(id)).id).toBe(id);
        const tablet = await world.device(alicesTablet);
        await tablet.processes.cancelIdentityDeletionProcess();
        await tablet.processes.initiateIdentityDeletionProcess();
        await phone.host.syncEverything();
        expect(phone.heard).toEqual(["Active", "Cancelled", "Active"]);
        expect(await codeOf(phone.controller.loadNewIdentityDeletionProcessFromBackbone("IDP0000000000000none"))).toBe(
            ErrorCode.recordNotFound
        );
    });

    test("fails no command because of an upload, and writes once more what was not uploaded", async () => {
        await attach();
        await phone.host.syncDatawallet();
        await phone.controller.initiateIdentityDeletionProcess();
        phone.uploadFails = true;
        // The one that the use case begins right after the command.
        await expect(phone.host.syncDatawallet()).resolves.toBeUndefined();
        await expect(phone.host.syncDatawallet()).rejects.toThrow("no upload");
        phone.uploadFails = false;
        const before = phone.collection.changes.length;
        await phone.host.syncDatawallet();
        expect(phone.collection.changes.slice(before)).toEqual(["update", "update"]);
        await phone.host.syncDatawallet();
        expect(phone.collection.changes).toHaveLength(before + 2);
    });

    test("writes a change whole that was not uploaded, also where the datawallet has set a part of it back", async () => {
        await attach();
        const process = await phone.controller.initiateIdentityDeletionProcess();
        await phone.host.syncDatawallet();
        await phone.controller.cancelIdentityDeletionProcess();
        phone.uploadFails = true;
        await phone.host.syncDatawallet();
        phone.uploadFails = false;
        const [document] = await phone.collection.list();
        await phone.collection.update(document, { toJSON: () => ({ ...document, status: process.status }) });
        await phone.host.syncDatawallet();
        expect(phone.collection.updatedFrom).not.toHaveProperty("cancelledAt");
        const cancelledByDevice = alice.deviceId;
        expect(await phone.collection.list()).toMatchObject([{ status: "Cancelled", cancelledByDevice }]);
    });

    test.each([
        ["that one may have forgotten the end", "Active"],
        ["that one may have taken an older change for newer than its own", "Cancelled"]
    ])("writes a cancellation of another device whole, as %s", async (_, status) => {
        await attach();
        const process = await phone.controller.initiateIdentityDeletionProcess();
        const tablet = await world.device(alicesTablet);
        await tablet.processes.cancelIdentityDeletionProcess();
        const { gracePeriodEndsAt, ...forgotten } = process.toJSON() as Record<string, unknown>;
        const [document] = await phone.collection.list();
        await phone.collection.update(document, { toJSON: () => ({ ...forgotten, status }) });
        const before = phone.collection.changes.length;
        await phone.host.syncEverything();
        // The collection carries what differs from the document before.
        expect(phone.collection.changes.slice(before)).toEqual(["update", "update"]);
        expect(phone.collection.updatedFrom).not.toHaveProperty("createdByDevice");
        expect(await phone.collection.list()).toMatchObject([{ status: "Cancelled", gracePeriodEndsAt }]);
    });

    test("reads no more for a command, however many processes there were before", async () => {
        let lists = 0;
        class Counting extends InMemoryPersistence {
            public override async list(...parameters: Parameters<InMemoryPersistence["list"]>) {
                lists++;
                return await super.list(...parameters);
            }
        }
        attached = await attachTo(phone.host, fakeTransport, { backbone, persistence: new Counting() });
        const commands = [
            () => phone.controller.initiateIdentityDeletionProcess(),
            () => phone.controller.cancelIdentityDeletionProcess()
        ];
        for (let time = 0; time < 3; time++) {
            if (time === 1) lists = 0;
            for (const command of commands) {
                await phone.controller.getIdentityDeletionProcessByStatus("Active");
                await command();
                await phone.host.syncDatawallet();
            }
        }
        expect(lists).toBe(0);
        expect(await phone.collection.list()).toMatchObject([1, 2, 3].map(() => ({ status: "Cancelled" })));
    });

    test("repairs at the next command what the Runtime has meanwhile made of another process", async () => {
        await attach();
        const process = await phone.controller.initiateIdentityDeletionProcess();
        await phone.host.syncDatawallet();
        await phone.controller.cancelIdentityDeletionProcess();
        const [document] = await phone.collection.list();
        await phone.collection.update(document, { toJSON: () => process.toJSON() });
        await phone.controller.initiateIdentityDeletionProcess();
        expect(await phone.collection.list()).toMatchObject([{ status: "Cancelled" }, { status: "Active" }]);
    });

    test("writes with the next command what the collection did not take of the one before", async () => {
        await attach();
        await phone.controller.initiateIdentityDeletionProcess();
        await phone.controller.cancelIdentityDeletionProcess();
        const { create } = phone.collection;
        phone.collection.create = () => Promise.reject(new Error("full"));
        await phone.controller.initiateIdentityDeletionProcess();
        phone.collection.create = create;
        await phone.controller.cancelIdentityDeletionProcess();
        expect(await phone.collection.list()).toMatchObject([{ status: "Cancelled" }, { status: "Cancelled" }]);
    });

    test("refuses a second module on one account, also while the first one is being attached", async () => {
        const first = attach();
        await expect(attachTo(phone.host, fakeTransport, { backbone })).rejects.toThrow(/attached already.*close/);
        await first;
        await expect(attachTo(phone.host, fakeTransport, { backbone })).rejects.toThrow(TypeError);
        expect((await phone.controller.initiateIdentityDeletionProcess()).status).toBe("Active");
        await attached!.close();
        await attach();
        expect((await phone.controller.getIdentityDeletionProcessByStatus("Active")).status).toBe("Active");
    });

    test("can be attached after an attempt that has failed", async () => {
        const stock = phone.host.identityDeletionProcess;
        const wrong = { backbone: { retry: { attempts: -1 } } };
        await expect(attachTo(phone.host, fakeTransport, wrong)).rejects.toThrow("attempts");
        phone.collection.list = () => Promise.reject(new Error("broken"));
        await expect(attachTo(phone.host, fakeTransport)).rejects.toThrow("broken");
        phone.collection.list = async () => [];
        expect(phone.host.identityDeletionProcess).toBe(stock);
        await attach();
        expect((await phone.controller.initiateIdentityDeletionProcess()).status).toBe("Active");
    });

    test("reads no more of an answer than is allowed, and asks the host's client to read no more", async () => {
        await attach(2_048);
        await phone.controller.initiateIdentityDeletionProcess();
        expect(phone.maxContentLength).toBe(2_048);
        world.backbone.showAs = (process) => ({ ...process, more: "x".repeat(2_048) });
        expect((await attached!.scope.backbone!.synchronize()).error).toMatchObject({
            code: ErrorCode.authorityNotReachable,
            message: expect.stringContaining("larger")
        });
    });

    test("throws the host's own errors, with the module's codes and the status for a connector", async () => {
        await attach();
        expect(await codeOf(phone.controller.cancelIdentityDeletionProcess())).toBe(
            ErrorCode.noActiveIdentityDeletionProcess
        );
        world.backbone.failNext("initiate", "forbid");
        await expect(phone.controller.initiateIdentityDeletionProcess()).rejects.toMatchObject({
            code: ErrorCode.forbidden,
            status: 403
        });
        expect(await codeOf(phone.controller.initiateIdentityDeletionProcess(-1))).toBe(ErrorCode.invalidPropertyValue);
        world.backbone.failNext("initiate", "expireToken");
        expect(await codeOf(phone.controller.initiateIdentityDeletionProcess())).toBe("success");
    });

    test("explains a refused login of the account as the module's own", async () => {
        await attach();
        world.backbone.changePassword(alice.deviceId, "changed");
        for (const code of ["invalidCredentials", "invalidCredentials", "logInIsLocked"] as const) {
            expect(await codeOf(phone.controller.initiateIdentityDeletionProcess())).toBe(ErrorCode[code]);
        }
        world.backbone.failNext("token", "serverError");
        expect(await codeOf(phone.controller.initiateIdentityDeletionProcess())).toBe(ErrorCode.authorityNotReachable);
    });

    test("says where it is not known whether a process is active", async () => {
        await attach();
        world.backbone.failNext("initiate", "dropResponse");
        world.backbone.failNext("list", "serverError");
        await attached!.scope.backbone!.synchronize();
        world.backbone.chooseFault = (kind) => (kind === "list" ? "serverError" : undefined);
        expect(await codeOf(phone.controller.initiateIdentityDeletionProcess())).not.toBe("success");
        expect(await codeOf(phone.controller.getIdentityDeletionProcessByStatus("Active"))).toBe(
            ErrorCode.authorityNotReachable
        );
    });
});
