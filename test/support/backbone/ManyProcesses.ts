import type { PersistencePort } from "../../../src";
import type { Fetch } from "../../../src/backbone";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { fetchFrom } from "../../../src/testing";
import { alice, alicesTablet } from "../fixtures";
import { BackboneWorld, type DeviceUnderTest } from "./BackboneWorld";
import { randomFrom } from "./FaultRun";

const processesOfADevice = 4;
const rounds = 4;

/**
 * A history of two devices with four processes each that share the device's store: all of them initiate, cancel, look and
 * synchronise at the same time, in an order that depends on the seed, with answers that take a while and get lost. At
 * the end, everybody must agree with the Backbone, and no device may have published a change twice.
 */
export async function checkHistory(seed: number): Promise<void> {
    const random = randomFrom(seed);
    const world = new BackboneWorld();
    const devices = [alice, alicesTablet].map((identity) => ({ identity, store: sharedByProcesses() }));
    const processes: (DeviceUnderTest & { device: number })[] = [];
    for (let process = 0; process < 2 * processesOfADevice; process++) {
        const { identity, store } = devices[process % 2];
        const fetch = slowly(fetchFrom(world.backbone), random);
        processes.push({
            ...(await world.device(identity, store, { fetch, waitForOthersInMs: 50 })),
            device: process % 2
        });
    }
    world.backbone.chooseFault = () =>
        random() < 0.05 ? (random() < 0.5 ? "dropResponse" : "serverError") : undefined;
    for (let round = 0; round < rounds; round++) {
        await Promise.all(processes.map((process) => act(process, random())));
        if (world.open.length > 1) throw new Error(`History ${seed}: the Backbone has two.`);
        // All within one millisecond would be less than what happens; so short a time lets nothing be forgotten.
        world.clock.advance({ milliseconds: 1 + Math.floor(random() * 500) });
    }
    world.backbone.chooseFault = undefined;
    world.clock.advance({ minutes: 1 });
    for (const { scope } of processes) {
        const { isError, error } = await scope.backbone!.synchronize();
        if (isError) throw new Error(`History ${seed}: it does not converge.`, { cause: error });
    }
    for (const { processes: facade } of processes) await requireTruth(seed, world, facade);
    for (const device of [0, 1]) {
        const told = processes
            .filter((process) => process.device === device)
            .flatMap(({ bus }) => bus.published.map(({ data }) => `${data.id} ${data.status}`));
        const twice = told.filter((each, index) => told.indexOf(each) !== index);
        if (twice.length > 0) throw new Error(`History ${seed}: published twice: ${twice.join(", ")}`);
    }
    await world.close();
}

async function requireTruth(seed: number, world: BackboneWorld, facade: DeviceUnderTest["processes"]): Promise<void> {
    const active = await facade.getActiveIdentityDeletionProcess();
    const said = active.isSuccess ? active.value.id : undefined;
    if (said !== world.open[0]?.id) throw new Error(`History ${seed}: ${said} and not ${world.open[0]?.id}.`);
    const shown = (await facade.getIdentityDeletionProcesses()).value.map(({ id, status }) => `${id} ${status}`);
    const truth = world.backbone.processesOf(alice.address).map(({ id, status }) => `${id} ${status}`);
    if (shown.sort().join() !== truth.sort().join())
        throw new Error(`History ${seed}: ${shown.join()} and not ${truth.join()}.`);
}

async function act({ processes, scope }: DeviceUnderTest, choice: number): Promise<void> {
    const result =
        choice < 0.35
            ? await processes.initiateIdentityDeletionProcess()
            : choice < 0.7
              ? await processes.cancelIdentityDeletionProcess()
              : choice < 0.85
                ? await processes.getActiveIdentityDeletionProcess()
                : await scope.backbone!.synchronize();
    if (result.isError && result.error.code === "error.runtime.unknown") throw result.error;
}

/** Several ports over one database: here it is the same one, and closing it for one closes it for none. */
function sharedByProcesses(): PersistencePort {
    const store = new InMemoryPersistence();
    return new Proxy(store, {
        get(target, name) {
            if (name === "close") return async () => undefined;
            const value: unknown = Reflect.get(target, name, target);
            return typeof value === "function" ? value.bind(target) : value;
        }
    });
}

/** Lets others on before and after each request, for a random number of turns. */
function slowly(fetch: Fetch, random: () => number): Fetch {
    const wait = async (): Promise<void> => {
        const turns = Math.floor(random() * 3);
        for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    return async (url, request) => {
        await wait();
        const response = await fetch(url, request);
        await wait();
        return response;
    };
}
