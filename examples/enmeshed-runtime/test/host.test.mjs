import assert from "node:assert/strict";
import { test } from "node:test";
import { HostRuntime } from "../support/HostRuntime.mjs";
import { World } from "../support/World.mjs";

test("a host as the documents show it has the module below its facade, and stops", async () => {
    const world = await World.start();
    try {
        const host = await HostRuntime.start(world.server.url);
        assert.ok((await host.processes.initiateIdentityDeletionProcess({})).isSuccess);
        const { identityDeletionProcesses } = host.deletion.scope;
        assert.ok((await identityDeletionProcesses.getActiveIdentityDeletionProcess()).isSuccess);
        assert.ok((await host.processes.cancelIdentityDeletionProcess()).isSuccess);
        assert.deepEqual(world.openOf(host), []);
        await host.stop();
        assert.ok((await identityDeletionProcesses.getActiveIdentityDeletionProcess()).isError);
    } finally {
        await world.close();
    }
});
