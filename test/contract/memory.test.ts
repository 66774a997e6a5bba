import { InMemoryPersistence } from "../../src/adapters/memory";
import { persistenceContract } from "../../src/testing";

persistenceContract({ describe, test }, InMemoryPersistence.name, {
    connections: "one",
    isDurable: false,
    async createDatabase() {
        return {
            connect: () => new InMemoryPersistence(),
            remove: async () => undefined
        };
    }
});
