import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { afterEach, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { killBeforeTheAnswer, restarted } from "../support/kinds.mjs";
import { World } from "../support/World.mjs";

const victim = fileURLToPath(new URL("../support/victim.mjs", import.meta.url));
const spawnVictim = (...parameters) => spawn(process.execPath, [victim, ...parameters], { stdio: "inherit" });

describe("killed after the Backbone has started the process and before its answer arrives", () => {
    let world;
    let folder;

    beforeEach(async () => {
        world = await World.start();
        folder = await world.folder();
    });

    afterEach(async () => await world.close());

    async function restartAfterKill(kind) {
        const [active] = await killBeforeTheAnswer(world, spawnVictim, kind, folder);
        assert.notEqual(active, undefined);
        return await restarted(world, kind, folder);
    }

    test("the stock Runtime never learns of it, and the person cannot cancel", async () => {
        const { processes, accountFacade } = await restartAfterKill("stock");
        await accountFacade.syncEverything();
        assert.ok((await processes.getActiveIdentityDeletionProcess()).isError);
        assert.ok((await processes.cancelIdentityDeletionProcess()).isError);
    });

    test("with the module and a durable store it is known at once, and can be cancelled", async () => {
        const device = await restartAfterKill("durable");
        assert.ok((await device.processes.getActiveIdentityDeletionProcess()).isSuccess);
        assert.ok((await device.processes.cancelIdentityDeletionProcess()).isSuccess);
        assert.deepEqual(world.openOf(device), []);
    });

    test("with the module and the Runtime's own LokiJS it can be cancelled, and is known after a look", async () => {
        const device = await restartAfterKill("attached");
        assert.ok((await device.attached.scope.backbone.synchronize()).isSuccess);
        assert.ok((await device.processes.getActiveIdentityDeletionProcess()).isSuccess);
        assert.ok((await device.processes.cancelIdentityDeletionProcess()).isSuccess);
        assert.deepEqual(world.openOf(device), []);
    });
});
