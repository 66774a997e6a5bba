// Runs through worlds as scripts/explore.mjs says: [names, states at most, deep or wide]. Ends at the first violation, with 1.
import { explore } from "./explore";
import { prepareSurroundings } from "./surroundings";
import { worlds } from "./World";

prepareSurroundings();

async function main(): Promise<void> {
    const [names, maxStates, order] = process.argv.slice(2);
    const wanted = names === "all" ? worlds : worlds.filter(({ name }) => names.split("|").includes(name));
    let total = 0;
    for (const world of wanted) {
        const started = Date.now();
        const found = await explore(world, { maxStates: Number(maxStates), isDeepFirst: order === "deep" });
        total += found.states;
        const seconds = ((Date.now() - started) / 1000).toFixed(1);
        const how = found.isExhausted ? "exhausted" : "not exhausted";
        const { states, transitions, depth } = found;
        console.log(`${world.name}: ${states} states, ${transitions} steps, depth ${depth}, ${how}, ${seconds} s`);
        if (found.violation === undefined) continue;
        console.log(`  VIOLATION: ${found.violation.what}`);
        for (const { actor, label, choice } of found.violation.steps)
            console.log(`    ${actor}: ${label} -> ${choice}`);
        process.exitCode = 1;
        break;
    }
    console.log(`TOTAL ${total}`);
}

void main().then(() => {
    process.exit();
});
