// What the module itself costs: the facade on the memory store, where the store costs next to nothing.
import { IdentityDeletionModule } from "identity-deletion-process";
import { InMemoryPersistence } from "identity-deletion-process/memory";
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
    return [
        figure("Memory: facade cycle (initiate, get active, cancel)", median(cycles), "µs", 10),
        figure("Memory: get active", median(reads), "µs", 3)
    ];
}
