/** One project for each kind of test, so that each can be run by its name: `npx jest --selectProjects unit`. */
const common = {
    testEnvironment: "node",
    globals: { isCoverageAsked: process.argv.includes("--coverage") },
    transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tsconfig.json" }] },
    setupFilesAfterEnv: ["<rootDir>/test/support/matchers.ts", "<rootDir>/test/support/quietConsole.ts"],
    modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/\\.build-", "<rootDir>/\\.stryker-tmp"]
};

const project = (name) => ({ ...common, displayName: name, testMatch: [`<rootDir>/test/${name}/**/*.test.ts`] });

/** @type {import("jest").Config} */
module.exports = {
    projects: ["unit", "contract", "integration", "e2e", "slow"].map(project),
    // Much of what the tests do is waiting: for a browser, a server, a disk. Jest would leave one core to itself.
    maxWorkers: "100%",
    // The command's main.ts runs in child processes only. The element is counted in a browser, and added: BrowserCoverage. So is
    // IndexedDB, but test/e2e/web asks for its figures itself: tests in Node load it as well, and the two counts cannot be added.
    collectCoverageFrom: ["src/**/*.ts", "!src/**/*.d.ts", "!src/adapters/indexeddb/**", "!src/cli/main.ts"],
    // Not "v8": it takes the branches of what never ran as covered, and files of types alone as not covered.
    coverageProvider: "babel",
    coverageReporters: ["text", "html", "json-summary"],
    coverageThreshold: { global: { statements: 99, branches: 97 } }
};
