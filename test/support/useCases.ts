import { EventPublisher } from "../../src/application/EventPublisher";
import { IdentityDeletionProcessController } from "../../src/application/IdentityDeletionProcessController";
import { IdentityDeletionProcessRepository } from "../../src/application/IdentityDeletionProcessRepository";
import { RunningCalls } from "../../src/application/RunningCalls";
import { CryptographicIdentifierSource } from "../../src/adapters/local/CryptographicIdentifierSource";
import { GracePeriodPolicy } from "../../src/domain/GracePeriodPolicy";
import type { DueDates } from "../../src/application/LifecyclePort";
import { FixedClock } from "../../src/testing";
import type { PersistencePort, StoredRecord } from "../../src";
import { alice } from "./fixtures";
import { RecordingEventBus } from "./RecordingEventBus";
import { storeWith, withMethods } from "./records";

export interface Workbench {
    calls: RunningCalls;
    controller: IdentityDeletionProcessController;
    repository: IdentityDeletionProcessRepository;
    clock: FixedClock;
    bus: RecordingEventBus;
    /** The store behind the replaced methods. */
    store: PersistencePort;
}

/** All that the use cases of Alice's Identity are made of, over a memory store with these records. */
export async function workbench(
    records: StoredRecord[] = [],
    replaced: (store: PersistencePort) => Partial<PersistencePort> = () => ({}),
    dueDates?: DueDates
): Promise<Workbench> {
    const store = await storeWith(...records);
    const clock = new FixedClock();
    const bus = new RecordingEventBus();
    const identifiers = new CryptographicIdentifierSource();
    const port = withMethods(store, replaced(store));
    const owner = { identityKey: alice.address, address: alice.address };
    const repository = new IdentityDeletionProcessRepository(port, new EventPublisher(bus), owner);
    const controller = new IdentityDeletionProcessController(repository, {
        identity: alice,
        identityKey: alice.address,
        policy: new GracePeriodPolicy(),
        clock,
        identifiers,
        dueDates
    });
    return { calls: new RunningCalls(), controller, repository, clock, bus, store };
}
