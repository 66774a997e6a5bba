import { simulate } from "./simulate";

/** What `scripts/simulateLifecycle.mjs` runs. */
async function main([seed, identities, days]: number[]): Promise<void> {
    console.log(`Seed ${seed}: ${identities} Identities, ${days} days, 4 workers.`);
    const beganAt = Date.now();
    const seconds = (): string => `${Math.round((Date.now() - beganAt) / 1_000)} s`;
    let toldAt = beganAt;
    const onDay = (day: number): void => {
        if (Date.now() - toldAt < (process.stderr.isTTY ? 200 : 10_000)) return;
        toldAt = Date.now();
        const line = `day ${day} of ${days}, ${seconds()}`;
        process.stderr.write(process.stderr.isTTY ? `\r${line} ` : `${line}\n`);
    };
    const { faults, digest, counts } = await simulate({ seed, identities, days, onDay });
    if (process.stderr.isTTY) process.stderr.write("\r");
    for (const name of Object.keys(counts).sort()) console.log(`${name.padEnd(70)} ${counts[name]}`);
    for (const { rule, text } of faults) console.error(`FAULT ${rule}: ${text}`);
    console.log(`Seed ${seed}, digest ${digest}: ${faults.length} faults, ${seconds()}.`);
    if (faults.length > 0) process.exitCode = 1;
}

main(process.argv.slice(2).map(Number)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
