// What the module costs in a Runtime: a cycle (initiate, cancel, each until the datawallet has it) of the stock Runtime and of the same
// Runtime with the module, in turn, over HTTP on this machine; and what attaching costs. node --expose-gc bench.mjs [alternations]
import transport from "@nmshd/transport";
import { attachTo } from "identity-deletion-process/enmeshed";
import { World } from "./support/World.mjs";

const alternations = Number(process.argv[2] ?? 10);
const cyclesOfATurn = 10;

const world = await World.start();
const devices = { stock: await world.device("stock"), attached: await world.device("attached") };
for (const device of Object.values(devices)) await cycles(device, 5);
const ratios = [];
for (let turn = 0; turn < alternations; turn++) {
    // Who begins changes, so that neither has the machine at its best.
    const order = turn % 2 === 0 ? ["stock", "attached"] : ["attached", "stock"];
    const took = {};
    for (const kind of order) took[kind] = await cycles(devices[kind], cyclesOfATurn);
    ratios.push(took.attached / took.stock);
    console.log(
        `stock ${took.stock.toFixed(1)} ms, attached ${took.attached.toFixed(1)} ms a cycle: ${ratios.at(-1).toFixed(3)}`
    );
}
console.log(`median of ${alternations}: ${median(ratios).toFixed(3)} (at most 1.05)`);

const costs = [];
for (let time = 0; time < 5; time++) {
    const { account } = await world.device("stock");
    const before = memory();
    const started = performance.now();
    const attached = await attachTo(account, transport);
    const milliseconds = performance.now() - started;
    costs.push({ milliseconds, bytes: memory() - before });
    await attached.close();
}
const milliseconds = median(costs.map((cost) => cost.milliseconds));
const megabytes = median(costs.map((cost) => cost.bytes)) / 1_048_576;
console.log(`attaching: ${milliseconds.toFixed(1)} ms (at most 60), ${megabytes.toFixed(2)} MB (at most 3)`);
await world.close();
process.exit(median(ratios) <= 1.05 && milliseconds <= 60 && megabytes <= 3 ? 0 : 1);

async function cycles({ processes }, count) {
    const started = performance.now();
    for (let cycle = 0; cycle < count; cycle++) {
        const initiated = await processes.initiateIdentityDeletionProcess({});
        const cancelled = await processes.cancelIdentityDeletionProcess();
        if (initiated.isError || cancelled.isError) throw (initiated.isError ? initiated : cancelled).error;
    }
    return (performance.now() - started) / count;
}

function memory() {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
}

function median(values) {
    const sorted = [...values].sort((one, other) => one - other);
    return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
