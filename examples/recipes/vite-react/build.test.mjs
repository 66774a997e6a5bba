import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

test("the app is built, with the element in it and nothing that makes code of strings", () => {
    const scripts = readdirSync("dist/assets").filter((name) => name.endsWith(".js"));
    const code = scripts.map((name) => readFileSync(`dist/assets/${name}`, "utf8")).join("\n");
    assert.match(code, /identity-deletion/);
    assert.doesNotMatch(code, /\beval\(|new Function\(/);
});
