// The tests that Stryker runs against each mutant: those that speak of domain and application by name. Not the ones that
// send thousands of arbitrary values or start processes: they would take seconds for each mutant.
const { transform, setupFilesAfterEnv } = require("./jest.config.js").projects[0];

/** @type {import("jest").Config} */
module.exports = {
    testEnvironment: "@stryker-mutator/jest-runner/jest-env/node",
    transform,
    setupFilesAfterEnv,
    testMatch: ["<rootDir>/test/mutation/all.test.ts"]
};
