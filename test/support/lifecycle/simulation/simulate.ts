import { Simulation, type SimulationOptions, type SimulationReport } from "./Simulation";
import { withSeededCrypto } from "./seededCrypto";

/** Everything that happens depends on the options alone. */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
    return await withSeededCrypto(options.seed, async () => await new Simulation(options).run());
}
