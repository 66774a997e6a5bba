// What the module costs in a Runtime: a cycle (initiate, cancel, each until the datawallet has it) of the stock Runtime and of the same
// Runtime with the module, in turn, over HTTP on this machine; and what attaching costs. npm run bench -- [alternations] [cycles]
import transport from "@nmshd/transport";
import { attachTo } from "identity-deletion-process/enmeshed";
import { World } from "./support/World.mjs";

const [alternations = 10, cyclesOfAnAlternation = 20] = process.argv.slice(2).map(Number);
const kinds = ["stock", "attached"];

const world = await World.start();
let requests = 0;
const handle = world.backbone.handle.bind(world.backbone);
world.backbone.handle = (request) => {
    requests++;
    return handle(request);
};

const longInUse = await newDevices();
await alternate(longInUse, 50);
const ratios = [];
for (let alternation = 0; alternation < alternations; alternation++) {
    const took = await alternate(await newDevices(), cyclesOfAnAlternation);
    ratios.push(print(took));
}
const ratio = median(ratios);
console.log(`median of ${alternations} alternations: ${ratio.toFixed(3)} (at most 1.05)`);
console.log(`next to ${50 + cyclesOfAnAlternation} cancelled processes of before:`);
print(await alternate(longInUse, cyclesOfAnAlternation));
for (const kind of kinds) console.log(`${kind}: ${await counted((await newDevices())[kind])}`);

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
process.exit(ratio <= 1.05 && milliseconds <= 60 && megabytes <= 3 ? 0 : 1);

async function newDevices() {
    const devices = {};
    for (const kind of kinds) devices[kind] = await world.device(kind);
    // The first cycle asks the Backbone for its time, and for a token.
    for (const kind of kinds) await cycle(devices[kind]);
    return devices;
}

/** One cycle each, in turn, so that other work of the machine slows both alike. Resolves with milliseconds of a cycle. */
async function alternate(devices, count) {
    const took = { stock: 0, attached: 0 };
    for (let time = 0; time < count; time++) {
        for (const kind of time % 2 === 0 ? kinds : [...kinds].reverse()) took[kind] += await cycle(devices[kind]);
    }
    return { stock: took.stock / count, attached: took.attached / count };
}

/**
 * Garbage is collected before, and not counted: a collection takes milliseconds, comes every sixth cycle or so, and would
 * meet one of the two more often than it has made garbage. How much each makes is counted instead.
 */
async function cycle({ processes }) {
    globalThis.gc({ type: "minor" });
    const started = performance.now();
    const initiated = await processes.initiateIdentityDeletionProcess({});
    const cancelled = await processes.cancelIdentityDeletionProcess();
    if (initiated.isError || cancelled.isError) throw (initiated.isError ? initiated : cancelled).error;
    return performance.now() - started;
}

function print({ stock, attached }) {
    const ratio = attached / stock;
    console.log(`stock ${stock.toFixed(1)} ms, attached ${attached.toFixed(1)} ms a cycle: ${ratio.toFixed(3)}`);
    return ratio;
}

async function counted(device) {
    const modifications = () => world.routes.modificationsOf(device.account.identity.address.toString()).length;
    globalThis.gc({ type: "minor" });
    const before = { requests, modifications: modifications(), bytes: process.memoryUsage().heapUsed };
    await cycle(device);
    const kilobytes = Math.round((process.memoryUsage().heapUsed - before.bytes) / 1_024);
    const made = `${requests - before.requests} requests, ${modifications() - before.modifications} datawallet modifications`;
    return `${made} and ${kilobytes} KB of garbage a cycle`;
}

function memory() {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
}

function median(values) {
    const sorted = [...values].sort((one, other) => one - other);
    return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
