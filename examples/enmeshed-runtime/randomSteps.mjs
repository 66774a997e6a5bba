// Random steps on two devices of one Identity, of which one or both have the module: support/randomEpisode.mjs says which.
// npm run random -- [steps] [seed] [stock|attached|both: what the second device is] [kills]
import { runEpisode } from "./support/randomEpisode.mjs";

const [steps = "50000", seed = "1", kinds = "both", kills] = process.argv.slice(2);
const stepsOfAnEpisode = 100;
const secondDevices = kinds === "both" ? ["stock", "attached"] : [kinds];

const started = Date.now();
const totals = {};
let done = 0;
for (let episode = 0; done < Number(steps); episode++) {
    const kind = secondDevices[episode % secondDevices.length];
    try {
        const seedOfEpisode = Number(seed) * 1_000_003 + episode;
        const counts = await runEpisode({
            kind,
            steps: stepsOfAnEpisode,
            seed: seedOfEpisode,
            kills: kills === "kills"
        });
        for (const [name, count] of Object.entries(counts)) totals[name] = (totals[name] ?? 0) + count;
    } catch (error) {
        console.error(`Episode ${episode} of seed ${seed}, with the second device ${kind}:`, error);
        process.exit(1);
    }
    done += stepsOfAnEpisode;
    if (episode % 10 === 9) console.log(`${done} of ${steps} steps, ${((Date.now() - started) / 1_000).toFixed(0)} s`);
}
const counted = Object.entries(totals).map(([name, count]) => `${count} ${name}`);
console.log(
    `${done} steps of seed ${seed}, the second device ${secondDevices.join(" and ")}: ${counted.join(", ")}. ` +
        "After each last synchronisation both devices said what the Backbone says, never two were open, and either could cancel."
);
process.exit();
