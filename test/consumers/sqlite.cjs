// A CommonJS module that keeps its processes in a SQLite file, and finds them again after a restart.
const assert = require("node:assert/strict");
const { join } = require("node:path");
const { IdentityDeletionModule } = require("identity-deletion-process");
const { SqlitePersistence } = require("identity-deletion-process/sqlite");

const identity = { address: "anyone", deviceId: "DVCxxxxxxxxxxxxxxxxx" };

async function withFacade(use) {
    const persistence = SqlitePersistence.open(join(__dirname, "identities.db"));
    const module = await IdentityDeletionModule.create({ persistence });
    try {
        return (await use(module.forIdentity(identity).identityDeletionProcesses)).value;
    } finally {
        await module.close();
    }
}

async function main() {
    const initiated = await withFacade((facade) => facade.initiateIdentityDeletionProcess());
    const found = await withFacade((facade) => facade.getActiveIdentityDeletionProcess());
    assert.deepEqual(found, initiated);
}

main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
});
