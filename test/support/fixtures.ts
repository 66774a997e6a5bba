import { IdentityDeletionModule, type IdentityDeletionModuleOptions } from "../../src";
import { InMemoryPersistence } from "../../src/adapters/memory";
import type { IdentityContext } from "../../src/domain/IdentityContext";
import { FixedClock } from "../../src/testing";

export const alice: IdentityContext = {
    address: "did:e:example.org:dids:0123456789abcdef01238e",
    deviceId: "DVCalicesphone000001"
};

export const alicesTablet: IdentityContext = { ...alice, deviceId: "DVCalicestablet00001" };

export const bob: IdentityContext = {
    address: "did:e:example.org:dids:fedcba9876543210fedc45",
    deviceId: "DVCbobsphone00000001"
};

export async function createModule(options: Partial<IdentityDeletionModuleOptions> = {}): Promise<{
    module: IdentityDeletionModule;
    clock: FixedClock;
    persistence: IdentityDeletionModuleOptions["persistence"];
}> {
    const clock = new FixedClock();
    const persistence = options.persistence ?? new InMemoryPersistence();
    const module = await IdentityDeletionModule.create({ clock, ...options, persistence });
    return { module, clock, persistence };
}
