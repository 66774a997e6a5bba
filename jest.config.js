/** One project for each kind of test, so that each can be run by its name: `npx jest --selectProjects unit`. */
const common = {
    testEnvironment: "node",
    transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tsconfig.json" }] },
    setupFilesAfterEnv: ["<rootDir>/test/support/matchers.ts"],
    modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/.stryker-tmp"]
};

const project = (name) => ({ ...common, displayName: name, testMatch: [`<rootDir>/test/${name}/**/*.test.ts`] });

/** @type {import("jest").Config} */
module.exports = {
    projects: ["unit", "contract", "integration", "e2e", "slow"].map(project),
    collectCoverageFrom: ["src/**/*.ts", "!src/**/index.ts", "!src/**/*.d.ts"],
    coverageProvider: "v8"
};
