import { describe, test } from "node:test";
import { runEpisode } from "../support/randomEpisode.mjs";

// At length: npm run random -- 50000
describe("after random steps on two devices both agree with the Backbone, never two were open, and either can cancel", () => {
    for (const kind of ["stock", "attached"]) {
        for (const seed of [1, 2, 3]) {
            test(`one with the module, the other ${kind}, seed ${seed}`, async () => {
                await runEpisode({ kind, steps: 60, seed });
            });
        }
    }
});
