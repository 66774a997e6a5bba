// What the module itself costs: the facade on the memory store, compared with the same cycle by hand over a `Map`, in the same
// run. Microseconds depend on the machine; how many times the cycle by hand it takes depends on it far less.
import { IdentityDeletionModule } from "identity-deletion-process";
import { InMemoryPersistence } from "identity-deletion-process/memory";
import { randomBytes } from "node:crypto";
import { figure, median, microsecondsEach } from "./measure.mjs";
import { cycle, must, person } from "./people.mjs";

const rounds = 41;
const cyclesPerRound = 2000;

export async function memoryCycle() {
    const cycles = [];
    const reads = [];
    for (let round = 0; round < rounds; round++) {
        const module = await IdentityDeletionModule.create({
            lifecycle: "elsewhere",
            persistence: new InMemoryPersistence()
        });
        const facade = module.forIdentity(person(1)).identityDeletionProcesses;
        cycles.push(await microsecondsEach(cyclesPerRound, () => cycle(facade)));
        must(await facade.initiateIdentityDeletionProcess());
        reads.push(await microsecondsEach(cyclesPerRound, () => facade.getActiveIdentityDeletionProcess()));
        await module.close();
    }
    // Not in turn: in so short a time the one would pay for the garbage of the other.
    const byHand = [];
    for (let round = 0; round < rounds; round++) byHand.push(await microsecondsEach(cyclesPerRound, cycleByHand()));
    return [
        figure("Memory: the same cycle by hand over a Map", median(byHand), "µs"),
        figure("Memory: facade cycle (initiate, get active, cancel)", median(cycles), "µs", 10),
        figure("Memory: facade cycle / by hand", median(cycles) / median(byHand), "×"),
        figure("Memory: get active", median(reads), "µs", 3)
    ];
}

/** Ids, dates and copies as the module makes them; no check, no index for what is due, one Identity. */
function cycleByHand() {
    const { address, deviceId } = person(1);
    const records = new Map();
    const keysBySlot = new Map();
    const copyOf = (record) => ({ ...record, data: { process: { ...record.data.process } } });
    const write = async (record) => {
        records.set(record.key, copyOf(record));
        keysBySlot.set(record.slot, record.key);
    };
    const findOpen = async () => copyOf(records.get(keysBySlot.get(address)));
    return async () => {
        const now = new Date();
        const process = {
            id: `IDP${randomText(17)}`,
            status: "Active",
            createdAt: now.toISOString(),
            createdByDevice: deviceId,
            gracePeriodEndsAt: new Date(now.getTime() + gracePeriodInMs).toISOString()
        };
        await write({ key: randomText(26), identityKey: address, slot: address, revision: 1, data: { process } });
        await findOpen();
        const open = await findOpen();
        const cancelled = { status: "Cancelled", cancelledAt: new Date().toISOString(), cancelledByDevice: deviceId };
        await write({
            ...open,
            slot: open.key,
            revision: 2,
            data: { process: { ...open.data.process, ...cancelled } }
        });
    };
}

const gracePeriodInMs = 14 * 86_400_000;

function randomText(length) {
    return randomBytes(length).toString("hex").slice(0, length);
}
