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
    const breaksUploads = random() < 0.1;
    world.routes.intercept = (route) => {
        if (!breaksUploads || route !== "POST Datawallet/Modifications") return undefined;
        devices[index].hasLostUploads = true;
        return { status: 500, headers: {}, body: "" };
    };
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
    world.routes.intercept = undefined;
    await device.runtime.attached?.close();
    world.runtimes.splice(world.runtimes.indexOf(device.runtime), 1);
    return { ...(await open(world, device.kind, undefined, device.connection)), hasLostUploads: true };
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
    const [first, second] = await Promise.all(devices.map(shownBy));
    const [, { kind, hasLostUploads }] = devices;
    assert.deepEqual(first, kind === "stock" && hasLostUploads ? withoutWhatIsLost(second, first) : second);
}

async function shownBy({ runtime }) {
    const { value } = await runtime.processes.getIdentityDeletionProcesses();
    const processes = value.map((process) => JSON.parse(JSON.stringify(process)));
    return processes.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/**
 * A stock Runtime forgets what it could not upload. Once such a process is cancelled, the Backbone does not say either until
 * when its grace period would have lasted: that device alone knows it.
 */
function withoutWhatIsLost(processes, shownByOther) {
    return processes.map(({ gracePeriodEndsAt, ...process }) => {
        const other = shownByOther.find(({ id }) => id === process.id);
        const isLost = process.status === "Cancelled" && other !== undefined && !("gracePeriodEndsAt" in other);
        return isLost || gracePeriodEndsAt === undefined ? process : { ...process, gracePeriodEndsAt };
    });
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
