// What bench/indexedDb.mjs runs in the browser.
import { IdentityDeletionModule } from "identity-deletion-process";
import { IndexedDbPersistence } from "identity-deletion-process/indexeddb";
import { cycle, person } from "./people.mjs";

/** Cycles a second of each side, `rounds` times. */
globalThis.compare = async (callers, rounds) => {
    const persistence = IndexedDbPersistence.open("benchmark");
    const module = await IdentityDeletionModule.create({ lifecycle: "elsewhere", persistence });
    const facades = Array.from({ length: callers }, (_, number) => module.forIdentity(person(number)));
    const processes = facades.map(({ identityDeletionProcesses }) => identityDeletionProcesses);
    const alone = async () => {
        for (const each of processes) await cycle(each);
    };
    const together = async () => await Promise.all(processes.map(cycle));
    const rateOf = async (side) => {
        const start = performance.now();
        await side();
        return (callers * 1000) / (performance.now() - start);
    };
    await together();
    await alone();
    const samples = [];
    for (let round = 0; round < rounds; round++) {
        samples.push({ alone: await rateOf(alone), together: await rateOf(together) });
    }
    return samples;
};
