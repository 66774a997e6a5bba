// Years of reminders and deletions, of many Identities by four workers that die, hang and fail, in minutes, with a virtual
// clock. Ends with 1 where anybody was deleted early, twice or not at all, was reminded twice or at a wrong time, or where
// what is left names anyone.
//   node scripts/simulateLifecycle.mjs [--identities 100000] [--days 730] [--seed N]
// It prints its seed; the same seed gives the same, event by event, which the digest at the end shows.
import { parseArgs } from "node:util";
import { runTypeScript } from "./runTypeScript.mjs";

const { values } = parseArgs({
    options: {
        identities: { type: "string", default: "100000" },
        days: { type: "string", default: "730" },
        seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) }
    }
});
process.exitCode = runTypeScript("test/support/lifecycle/simulation/main.ts", [
    values.seed,
    values.identities,
    values.days
]);
