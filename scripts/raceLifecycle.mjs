// A person cancels in the last millisecond of the grace period, while workers in several processes claim the deletion. Ends
// with 1 where not exactly one wins, or the loser is answered anything but that.
//   node scripts/raceLifecycle.mjs [--store sqlite|postgres] [--races N] [--processes N]
// Without --store: 1,000 races on SQLite by 4 processes, then 10,000 on PostgreSQL by 8.
import { parseArgs } from "node:util";
import { runTypeScript } from "./runTypeScript.mjs";

const { values } = parseArgs({
    options: { store: { type: "string" }, races: { type: "string" }, processes: { type: "string" } }
});
const usual = { sqlite: ["1000", "4"], postgres: ["10000", "8"] };
const folder = "test/support/lifecycle/race";
for (const store of values.store === undefined ? ["sqlite", "postgres"] : [values.store]) {
    const [races, processes] = usual[store];
    const args = [store, values.races ?? races, values.processes ?? processes];
    const code = runTypeScript(`${folder}/main.ts`, args, [`${folder}/raceProcess.ts`]);
    if (code !== 0) process.exitCode = code;
}
