// The contract kit over one adapter, as it is in a folder of scripts/mutateAdapters.mjs. Ends at the first test that fails,
// with its name and the status 1: `node scripts/runKitOnMutant.mjs memory|MariaDbSubject|RedisSubject FOLDER [SOCKET ID]`.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , adapter, folder, socket, id] = process.argv;
const limitInMs = Number(process.env.LIMIT_OF_A_TEST_IN_MS);
const tests = [];
const runner = {
    describe: (name, body) => body(),
    test: (name, body) => tests.push({ name, body }),
    skip: () => undefined
};

const { persistenceContract, subject, stop } = await (adapter === "memory" ? memory() : overServer());
persistenceContract(runner, adapter, { ...subject, cost: process.env.COST === "true" });
for (const { name, body } of tests) {
    const timer = setTimeout(() => fail(name, "takes too long"), limitInMs);
    await body().catch((error) => fail(name, error.message));
    clearTimeout(timer);
}
await stop();
process.exit(0);

function fail(name, message) {
    console.log(`${name}: ${message}`.replaceAll("\n", " "));
    process.exit(1);
}

async function memory() {
    const require = createRequire(join(folder, "dist", "index.js"));
    const { InMemoryPersistence } = require(join(folder, "dist/adapters/memory/index.js"));
    const { persistenceContract } = require(join(folder, "dist/testing/index.js"));
    const createDatabase = async () => {
        const persistence = new InMemoryPersistence();
        return { connect: () => persistence, remove: async () => undefined };
    };
    return {
        persistenceContract,
        subject: { connections: "one", isDurable: false, createDatabase },
        stop: () => undefined
    };
}

async function overServer() {
    const subjects = await import(pathToFileURL(join(folder, "test", "subjects.mjs")));
    const { persistenceContract } = createRequire(join(folder, "test", "subjects.mjs"))(
        "identity-deletion-process/testing"
    );
    const started = await new subjects[adapter]({ socket }, id).start();
    // Not `crash`: the server is not this mutant's alone.
    const { damage, makeNewer, loseNextAnswer, secondProcess } = started.hooks;
    const hooks = { damage, makeNewer, loseNextAnswer, secondProcess };
    return {
        persistenceContract,
        subject: { createDatabase: started.createDatabase, hooks },
        stop: () => started.proxy.stop()
    };
}
