import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { World } from "../support/World.mjs";

describe("attachTo a Runtime that has been in use", () => {
    let world;
    let folder;

    beforeEach(async () => {
        world = await World.start();
        folder = await world.folder();
    });

    afterEach(async () => await world.close());

    async function initiated() {
        const stock = await world.device("stock", { folder });
        const { value } = await stock.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 3 });
        await world.stop(stock);
        return value;
    }

    const requestsForProcesses = () => world.backbone.log.filter(({ kind }) => kind !== "token").length;

    test("takes over from its LokiJS file what it knew, asks nothing, tells nothing, and can cancel it", async () => {
        const process = await initiated();
        const before = requestsForProcesses();
        const device = await world.device("attached", { folder });
        assert.deepEqual((await device.processes.getActiveIdentityDeletionProcess()).value, process);
        assert.equal(requestsForProcesses(), before);
        assert.deepEqual(device.heard.byClass, []);
        assert.ok((await device.processes.cancelIdentityDeletionProcess()).isSuccess);
        assert.deepEqual(world.openOf(device), []);
    });

    test("does so once: what was cancelled meanwhile stays cancelled, also after a restart without the module in between", async () => {
        await initiated();
        const device = await world.device("attached", { folder });
        await device.processes.cancelIdentityDeletionProcess();
        await world.stop(device);
        const stock = await world.device("stock", { folder });
        assert.ok((await stock.processes.getActiveIdentityDeletionProcess()).isError);
        await world.stop(stock);
        const again = await world.device("attached", { folder });
        const { value } = await again.processes.getIdentityDeletionProcesses();
        assert.deepEqual(
            value.map(({ status }) => status),
            ["Cancelled"]
        );
    });

    // The facade of a Runtime that has logged in keeps the module's: close is for when the Runtime stops.
    test("close restores the account's own controller, which knows what was done", async () => {
        const { account, attached, processes } = await world.device("attached");
        const { value } = await processes.initiateIdentityDeletionProcess({});
        await attached.close();
        const active = await account.identityDeletionProcess.getIdentityDeletionProcessByStatus("Active");
        assert.equal(active.id.toString(), value.id);
        await account.identityDeletionProcess.cancelIdentityDeletionProcess(value.id);
        assert.deepEqual(world.openOf({ account }), []);
    });
});
