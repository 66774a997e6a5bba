import { InMemoryPersistence } from "../../../src/adapters/memory";
import { FaultRun } from "../../support/backbone/FaultRun";

describe("After a death or a failure of the network at any point", () => {
    // The store in memory outlives the death of a process here: what is under test is the order of what is written and sent.
    test.each(Array.from({ length: 20 }, (_, hundred) => hundred))(
        "the facade agrees with the Backbone (%#)",
        async (hundred) => {
            for (let run = 0; run < 100; run++) {
                const persistence = new InMemoryPersistence();
                await new FaultRun(hundred * 100 + run, () => persistence).check();
            }
        },
        30_000
    );
});
