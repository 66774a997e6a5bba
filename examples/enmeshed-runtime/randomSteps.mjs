// Random steps on two devices of one Identity: commands, lost messages, broken uploads, crashes, and synchronisations in between.
// After the last synchronisation both have to say what the Backbone says, and the person has to be able to cancel from either.
// node randomSteps.mjs [steps] [seed] [stock|attached: what the second device is; default: both, in turn]
import assert from "node:assert/strict";
import loki from "@js-soft/docdb-access-loki";
import { attachTo } from "identity-deletion-process/enmeshed";
import { World } from "./support/World.mjs";

const [steps = "50000", seed = "1", kinds = "both"] = process.argv.slice(2);
const stepsOfAnEpisode = 100;
const commandFaults = [
    undefined,
    undefined,
    undefined,
    "dropResponse",
    "dropRequest",
    "serverError",
    "serverErrorAfterwards"
];

let random = generator(Number(seed));
let done = 0;
for (let episode = 0; done < Number(steps); episode++) {
    const kind = kinds === "both" ? ["stock", "attached"][episode % 2] : kinds;
    random = generator(Number(seed) * 1_000_003 + episode);
    try {
        await runEpisode(kind);
    } catch (error) {
        console.error(`Episode ${episode} of seed ${seed}, with the second device ${kind}:`, error);
        process.exit(1);
    }
    done += stepsOfAnEpisode;
    if (episode % 20 === 19) console.log(`${done} steps`);
}
console.log(`${done} steps on two devices: they converged after each last synchronisation, and each could cancel.`);
process.exit();

async function runEpisode(kind) {
    const world = await World.start();
    const devices = [await open(world, "attached")];
    devices.push(await open(world, kind, devices[0]));
    for (let step = 0; step < stepsOfAnEpisode; step++) {
        await take(world, devices);
        for (const { runtime, kind } of devices) if (kind === "attached") await requireAtMostOneActive(runtime);
    }
    world.routes.intercept = undefined;
    for (let time = 0; time < 2; time++)
        for (const { runtime } of devices) await runtime.accountFacade.syncEverything();
    await requireConverged(world, devices);
    await requireCanCancel(world, devices[0].runtime, devices);
    await devices[0].runtime.processes.initiateIdentityDeletionProcess({});
    await devices[1].runtime.accountFacade.syncEverything();
    await requireCanCancel(world, devices[1].runtime, devices);
    await world.close();
}

async function take(world, devices) {
    const index = random() < 0.5 ? 0 : 1;
    const { runtime } = devices[index];
    const choice = random();
    world.routes.intercept =
        random() < 0.1
            ? (route) =>
                  route === "POST Datawallet/Modifications" ? { status: 500, headers: {}, body: "" } : undefined
            : undefined;
    if (choice < 0.35) await command(world, runtime, "initiate");
    else if (choice < 0.7) await command(world, runtime, "cancel");
    else if (choice < 0.82) await runtime.accountFacade.syncDatawallet();
    else if (choice < 0.94) await runtime.accountFacade.syncEverything();
    else devices[index] = await crash(world, devices[index]);
}

async function command(world, { processes }, kind) {
    const fault = commandFaults[Math.floor(random() * commandFaults.length)];
    world.backbone.chooseFault = (request) => (request === kind ? fault : undefined);
    if (kind === "initiate") await processes.initiateIdentityDeletionProcess({});
    else await processes.cancelIdentityDeletionProcess();
    world.backbone.chooseFault = undefined;
}

/** The connection breaks in the middle of a command, for good, and the program starts anew over the same database. */
async function crash(world, device) {
    let isCut = false;
    world.backbone.chooseFault = (request) => {
        if (request === "initiate" || request === "cancel") isCut = true;
        return isCut ? (random() < 0.5 ? "dropResponse" : "dropRequest") : undefined;
    };
    const { processes } = device.runtime;
    if (random() < 0.5) await processes.initiateIdentityDeletionProcess({});
    else await processes.cancelIdentityDeletionProcess();
    world.backbone.chooseFault = undefined;
    await device.runtime.attached?.close();
    world.runtimes.splice(world.runtimes.indexOf(device.runtime), 1);
    return await open(world, device.kind, undefined, device.connection);
}

async function open(world, kind, first, connection = loki.LokiJsConnection.inMemory()) {
    const backbone = { lateArrivalInMs: 0, waitForOthersInMs: 0, retry: { attempts: 1 } };
    const options = { connection, attach: (account, transport) => attachTo(account, transport, { backbone }) };
    const runtime = first ? await world.secondDevice(kind, first.runtime, options) : await world.device(kind, options);
    return { runtime, kind, connection };
}

async function requireAtMostOneActive({ processes }) {
    const list = await processes.getIdentityDeletionProcesses();
    if (list.isSuccess) assert.ok(list.value.filter(({ status }) => status === "Active").length <= 1);
}

async function requireConverged(world, devices) {
    const [open] = world.openOf(devices[0].runtime);
    for (const { runtime } of devices) {
        const active = await runtime.processes.getActiveIdentityDeletionProcess();
        assert.equal(active.isSuccess ? active.value.id : undefined, open?.id);
    }
    const shown = [];
    for (const { runtime } of devices) shown.push((await runtime.processes.getIdentityDeletionProcesses()).value);
    const byId = (one, other) => (one.id < other.id ? -1 : 1);
    assert.deepEqual([...shown[0]].sort(byId), [...shown[1]].sort(byId));
}

async function requireCanCancel(world, { processes }, devices) {
    if (world.openOf(devices[0].runtime).length === 0) return;
    const cancelled = await processes.cancelIdentityDeletionProcess();
    assert.ok(cancelled.isSuccess, cancelled.isError ? cancelled.error.code : "");
    assert.deepEqual(world.openOf(devices[0].runtime), []);
}

function generator(from) {
    let state = from >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let value = Math.imul(state ^ (state >>> 15), 1 | state);
        value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
        return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
    };
}
