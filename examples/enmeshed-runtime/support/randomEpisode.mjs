// Random steps on two devices of one Identity: commands, lost messages, broken uploads, crashes, and synchronisations in between.
// After the last synchronisation both have to say what the Backbone says, and the person has to be able to cancel from either.
import assert from "node:assert/strict";
import loki from "@js-soft/docdb-access-loki";
import { attachTo } from "identity-deletion-process/enmeshed";
import { World } from "./World.mjs";

const commandFaults = [
    undefined,
    undefined,
    undefined,
    "dropResponse",
    "dropRequest",
    "serverError",
    "serverErrorAfterwards"
];

let random;
let counts;

/**
 * `kind`: what the second device is, "stock" or "attached". `kills`: crashes may lose what LokiJS had not saved. Resolves with
 * how often each thing was done; rejects where they do not converge.
 */
export async function runEpisode({ kind, steps, seed, kills = false }) {
    random = generator(seed);
    counts = { commands: 0, "lost messages": 0, "failed uploads": 0, crashes: 0, synchronisations: 0 };
    if (kills) counts.kills = 0;
    await run(kind, steps);
    return counts;
}

async function run(kind, steps) {
    const world = await World.start();
    const devices = [await open(world, "attached")];
    devices.push(await open(world, kind, devices[0]));
    for (let step = 0; step < steps; step++) {
        await take(world, devices);
        if (counts.kills !== undefined) for (const device of devices) if (random() < 0.4) await save(device);
        for (const { runtime, kind } of devices) if (kind === "attached") await requireAtMostOneActive(runtime);
    }
    world.routes.intercept = undefined;
    for (let time = 0; time < 2; time++)
        for (const { runtime } of devices) await runtime.accountFacade.syncEverything();
    await requireConverged(world, devices);
    const [first, second] = devices.map(({ runtime }) => runtime);
    if (world.openOf(first).length === 0) await initiateOn(second, first);
    await requireCanCancel(world, first, second);
    await initiateOn(first, second);
    await requireCanCancel(world, second, first);
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
        counts["failed uploads"]++;
        return { status: 500, headers: {}, body: "" };
    };
    if (choice < 0.35) await command(world, runtime, "initiate");
    else if (choice < 0.7) await command(world, runtime, "cancel");
    else if (choice < 0.82) await synchronize(runtime, "syncDatawallet");
    else if (choice < 0.94) await synchronize(runtime, "syncEverything");
    else devices[index] = await crash(world, devices[index]);
}

async function synchronize({ accountFacade }, name) {
    counts.synchronisations++;
    await accountFacade[name]();
}

async function command(world, { processes }, kind) {
    const fault = commandFaults[Math.floor(random() * commandFaults.length)];
    counts.commands++;
    world.backbone.chooseFault = (request) => {
        if (request !== kind || fault === undefined) return undefined;
        counts["lost messages"]++;
        return fault;
    };
    if (kind === "initiate") await processes.initiateIdentityDeletionProcess({});
    else await processes.cancelIdentityDeletionProcess();
    world.backbone.chooseFault = undefined;
}

/** The connection breaks in the middle of a command, for good, and the program starts anew over the same database. */
async function crash(world, device) {
    counts.crashes++;
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
    const isKilled = device.saved !== undefined && random() < 0.7;
    if (isKilled) counts.kills++;
    const connection = isKilled ? connectionTo(device.saved) : device.connection;
    return { ...(await open(world, device.kind, undefined, connection)), hasLostUploads: true };
}

/** As LokiJS does every five seconds. */
async function save(device) {
    device.saved = (await device.connection.getDatabase("account")).db.serialize();
}

function connectionTo(saved) {
    const create = (name, options) => {
        const database = loki.LokiJsConnection.defaultDatabaseFactory.create(name, { ...options, autoload: false });
        setImmediate(() => {
            database.loadJSON(saved);
            options.autoloadCallback();
        });
        return database;
    };
    return new loki.LokiJsConnection("", { create }, { persistenceMethod: "memory" });
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

async function initiateOn({ processes, accountFacade }, other) {
    await accountFacade.syncEverything();
    const initiated = await processes.initiateIdentityDeletionProcess({});
    assert.ok(initiated.isSuccess, initiated.isError ? initiated.error.code : "");
    await other.accountFacade.syncEverything();
}

async function requireCanCancel(world, device, other) {
    assert.equal(world.openOf(device).length, 1);
    const cancelled = await device.processes.cancelIdentityDeletionProcess();
    assert.ok(cancelled.isSuccess, cancelled.isError ? cancelled.error.code : "");
    assert.deepEqual(world.openOf(device), []);
    await other.accountFacade.syncEverything();
    assert.ok((await other.processes.getActiveIdentityDeletionProcess()).isError);
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
