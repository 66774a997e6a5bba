// Every interleaving of small worlds, over the real module: devices, workers, a host, a Backbone and a clock, with messages,
// answers, entries of a list and whole programs lost. In each state it is checked that nobody is hurt.
//   npm run explore -- [--world NAME] [--states 300000] [--processes 2]
//   npm run explore -- --fault 1|2|…|all      puts back a fault that was once there, and looks for it: it must be found
import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { faults } from "../test/explore/faults.mjs";
import { bundleExplorer, exploreWorld, worldNames } from "./explore/bundle.mjs";

const { values } = parseArgs({
    options: {
        world: { type: "string" },
        states: { type: "string", default: "300000" },
        processes: { type: "string", default: String(availableParallelism()) },
        fault: { type: "string" }
    }
});
const started = Date.now();
const seconds = () => Math.round((Date.now() - started) / 1000);
if (values.fault === undefined) await exploreAll();
else await findFaults(values.fault === "all" ? faults : [faults[Number(values.fault) - 1]]);

async function exploreAll() {
    const folder = await bundleExplorer();
    const waiting = worldNames(folder).filter((name) => values.world === undefined || name === values.world);
    if (waiting.length === 0) throw new Error(`There is no such world; there are: ${worldNames(folder).join("; ")}.`);
    let total = 0;
    const worker = async () => {
        for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
            const { output, states, isFaultless } = await exploreWorld(folder, name, values.states);
            total += states;
            if (!isFaultless) process.exitCode = 1;
            console.log(output);
        }
    };
    await Promise.all(Array.from({ length: Number(values.processes) }, worker));
    rmSync(folder, { recursive: true });
    console.log(`${total} distinct states in ${seconds()} s.`);
}

async function findFaults(wanted) {
    if (wanted.includes(undefined)) throw new Error(`There is no such fault; there are 1 to ${faults.length}.`);
    for (const { name, file, find, replace } of wanted) {
        const folder = await bundleExplorer({ file, change: (text) => replaced(text, find, replace) });
        const found = await firstViolation(folder);
        rmSync(folder, { recursive: true });
        console.log(`${found === undefined ? "NOT FOUND" : "found"}: ${name} (${seconds()} s)`);
        if (found === undefined) process.exitCode = 1;
        else console.log(found.replace(/^/gm, "    "));
    }
}

/** First to the end of each run, then all that is near. */
async function firstViolation(folder) {
    for (const order of ["deep", "wide"]) {
        for (const world of worldNames(folder)) {
            const { output, isFaultless } = await exploreWorld(folder, world, values.states, { order });
            if (!isFaultless) return output;
        }
    }
    return undefined;
}

function replaced(text, find, replace) {
    if (!text.includes(find)) throw new Error(`The source no longer has: ${find}`);
    return text.replace(find, replace);
}
