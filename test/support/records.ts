import { InMemoryPersistence } from "../../src/adapters/memory";
import type { IdentityContext, PersistencePort, StoredRecord } from "../../src";

/** What a record's data says about its process; statuses as old data spells them are allowed. */
export interface StoredProcessProperties {
    id?: string;
    status: string;
    createdAt?: string;
    createdByDevice?: string;
    gracePeriodEndsAt?: string;
    cancelledAt?: string;
    cancelledByDevice?: string;
}

let numberOfRecords = 0;

/** A well-formed process id that no other call of this function gave. */
export function someProcessId(): string {
    return `IDP${String(++numberOfRecords).padStart(17, "0")}`;
}

/** A record as the module itself would have stored it, written down here by hand. */
export function recordOf(
    identity: IdentityContext,
    properties: StoredProcessProperties,
    overrides: Partial<StoredRecord> = {}
): StoredRecord {
    const process = { id: someProcessId(), ...properties };
    const key = `record${process.id}`;
    const keepsTheSlot = ["Active", "Approved", "Deleting", "Deleted"].includes(process.status);
    return {
        key,
        identityKey: identity.address,
        slot: keepsTheSlot ? identity.address : key,
        lookup: `${identity.address}#${process.id}`,
        revision: 1,
        createdAt: process.createdAt ?? "0000-01-01T00:00:00.000Z",
        dueAt: process.status === "Active" ? (process.gracePeriodEndsAt ?? null) : null,
        unsettled: false,
        data: { process },
        ...overrides
    };
}

/** A memory store that holds these records, open. */
export async function storeWith(...records: StoredRecord[]): Promise<InMemoryPersistence> {
    const persistence = new InMemoryPersistence();
    await persistence.open();
    for (const record of records) await persistence.insert(record);
    return persistence;
}

/** The same port with some of its methods replaced. */
export function withMethods(port: PersistencePort, replaced: Partial<PersistencePort>): PersistencePort {
    return {
        isDurable: port.isDurable,
        open: () => port.open(),
        close: () => port.close(),
        insert: (record) => port.insert(record),
        update: (record, expectedRevision) => port.update(record, expectedRevision),
        delete: (identityKey, key, expectedRevision) => port.delete(identityKey, key, expectedRevision),
        findCurrent: (identityKey) => port.findCurrent(identityKey),
        findByLookup: (lookup) => port.findByLookup(lookup),
        list: (identityKey, after, limit) => port.list(identityKey, after, limit),
        findDue: (until, limit, after) => port.findDue(until, limit, after),
        scan: (after, limit) => port.scan(after, limit),
        ...replaced
    };
}
