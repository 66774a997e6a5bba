import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * What Stryker runs against each mutant: the tests that speak of domain and application by name, as one file, so that the
 * modules are loaded once for each mutant instead of once for each of some forty files.
 */
const folders = [
    "domain",
    "application",
    "di",
    "ports",
    "backbone/decisions",
    "lifecycle/decisions",
    "pseudonymization"
];
const unit = folders.flatMap((folder) => testsBelow(join(__dirname, "..", "unit", folder)));
const integration = ["lifeOfAProcess", "statesAndMethods", "events", "pseudonymKey"].map((name) =>
    join(__dirname, "..", "integration", `${name}.test.ts`)
);

for (const file of [...unit, ...integration]) {
    // In a group of its own, so that what a file does before each of its tests is not done before all.
    describe(file.slice(join(__dirname, "..").length + 1), () => {
        require(file);
    });
}

function testsBelow(folder: string): string[] {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".test.ts"))
        .sort()
        .map((name) => join(folder, name));
}
