import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { World } from "../support/World.mjs";
import { cases } from "./cases.mjs";

const variants = [
    { kind: "stock", title: "the stock Runtime" },
    { kind: "attached", title: "the Runtime with the module attached" },
    { kind: "attached", other: "stock", title: "the Runtime with the module attached, and a second device without it" }
];

for (const { kind, other, title } of variants) {
    describe(title, () => {
        let world;
        let device;

        beforeEach(async () => {
            world = await World.start();
            device = await world.device(kind);
        });

        afterEach(async () => await world.close());

        for (const { name, run, onStock } of cases) {
            const context = () => ({ world, device, kind, other });
            if (kind === "stock" && onStock === "fails") {
                test(`fails, as is known: ${name}`, async () => await assert.rejects(run(context())));
            } else test(name, async () => await run(context()));
        }
    });
}
