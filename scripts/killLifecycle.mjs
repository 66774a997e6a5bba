// Kills a worker of the lifecycle with -9 before and after each of its writes and each call of a deleter or the notifier, and
// has others go on. Ends with 1 where a deletion does not complete, or where more runs again than what was running.
//   node scripts/killLifecycle.mjs [--runs 500] [--store sqlite|postgres] [--seed N]
// Without --store: on both.
import { parseArgs } from "node:util";
import { runTypeScript } from "./runTypeScript.mjs";

const { values } = parseArgs({
    options: {
        runs: { type: "string", default: "500" },
        store: { type: "string" },
        seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) }
    }
});
const folder = "test/support/lifecycle/kill";
for (const store of values.store === undefined ? ["sqlite", "postgres"] : [values.store]) {
    const code = runTypeScript(`${folder}/main.ts`, [values.runs, store, values.seed], [`${folder}/killVictim.ts`]);
    if (code !== 0) process.exitCode = code;
}
