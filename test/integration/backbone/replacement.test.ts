import { InMemoryPersistence } from "../../../src/adapters/memory";
import { fetchFrom } from "../../../src/testing";
import { BackboneWorld } from "../../support/backbone/BackboneWorld";
import { deathAt, dyingFetch, dyingPersistence } from "../../support/backbone/dying";
import { alice, alicesTablet } from "../../support/fixtures";

describe("While one process takes the place of another in the local copy", () => {
    test("nobody is told that there is none, wherever the device dies", async () => {
        let hasDied = true;
        let deaths = 0;
        for (let point = 0; hasDied; point++) {
            const world = new BackboneWorld();
            const persistence = new InMemoryPersistence();
            const phone = await world.device(alice, persistence);
            const tablet = await world.device(alicesTablet);
            const old = (await phone.processes.initiateIdentityDeletionProcess()).value;
            await tablet.processes.cancelIdentityDeletionProcess();
            world.clock.advance({ minutes: 1 });
            const next = (await tablet.processes.initiateIdentityDeletionProcess()).value;

            let die = (): void => undefined;
            const dead = new Promise<"dead">((resolve) => (die = () => resolve("dead")));
            const at = deathAt(point, die);
            const options = { fetch: dyingFetch(fetchFrom(world.backbone), at), requestTimeoutInMs: 500 };
            const dying = await world.device(alice, dyingPersistence(persistence, at), options);
            hasDied = (await Promise.race([dying.scope.backbone!.synchronize(), dead])) === "dead";
            deaths += Number(hasDied);
            if (hasDied) world.forget(dying.module);

            const restarted = await world.device(alice, persistence);
            const active = await restarted.processes.getActiveIdentityDeletionProcess();
            expect(active).toBeSuccessful();
            expect([old.id, next.id]).toContain(active.value.id);
            expect((await restarted.scope.backbone!.synchronize()).value).toStrictEqual(next);
            expect((await restarted.processes.getIdentityDeletionProcesses()).value).toStrictEqual([
                { ...old, status: "Cancelled" },
                next
            ]);
            await world.close();
        }
        // Token, list, and three writes with a point on each side.
        expect(deaths).toBeGreaterThanOrEqual(12);
    });
});
