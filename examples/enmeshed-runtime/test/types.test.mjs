import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

for (const [module, resolution] of [
    ["nodenext", "nodenext"],
    ["esnext", "bundler"]
]) {
    test(`a host in TypeScript hands in its account and its import of the transport without a cast (${resolution})`, () => {
        const compiler = file("../../../node_modules/typescript/bin/tsc");
        const options = ["--strict", "--noEmit", "--skipLibCheck", "--target", "es2022"];
        const how = ["--module", module, "--moduleResolution", resolution, "--ignoreConfig"];
        const { status, stdout } = spawnSync(process.execPath, [compiler, ...options, ...how, file("host.ts")]);
        assert.equal(status, 0, stdout.toString());
    });
}
