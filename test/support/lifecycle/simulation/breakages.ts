import type { JsonObject, PersistencePort, StoredRecord } from "../../../../src";
import type { Breakage } from "./Breakage";
import type { Rule } from "./Faults";
import { jsonOf } from "../../../../src/domain/record/StoredRecord";

/** What each of these engines does wrong, and the rules of which at least one must catch it. */
export const breakages: readonly {
    readonly name: string;
    readonly breakage: Breakage;
    readonly rules: readonly Rule[];
}[] = [
    {
        name: "takes the next hour for now",
        breakage: { clock: (clock) => ({ now: () => clock.now().plus({ hours: 1 }) }) },
        rules: ["early", "reminderWindow"]
    },
    {
        name: "writes whatever has happened to a record since it was read",
        breakage: { persistence: heedless },
        rules: ["cancelledAndDeleted", "fencing", "overlap", "twice", "reminderTwice"]
    },
    {
        name: "forgets which deleters are done",
        breakage: { persistence: (port) => changing(port, (record) => withLifecycle(record, { done: [] })) },
        rules: ["twice"]
    },
    {
        name: "takes no lease",
        breakage: { persistence: (port) => changing(port, withoutLease) },
        rules: ["overlap", "fencing"]
    },
    {
        name: "keeps the address in the tombstone",
        breakage: { persistence: keepingTheAddress },
        rules: ["names"]
    },
    {
        name: "keeps a date of the person's in the tombstone",
        breakage: { persistence: (port) => changing(port, withItsEnd) },
        rules: ["names"]
    },
    {
        name: "leaves the other records of the Identity",
        breakage: { persistence: (port) => replacing(port, { list: async () => [] }) },
        rules: ["leftBehind"]
    },
    {
        name: "forgets whom it was deleting when a deleter fails",
        breakage: {
            persistence: (port) => changing(port, (record) => (hasFailed(record) ? { ...record, dueAt: null } : record))
        },
        rules: ["notAtAll"]
    },
    {
        name: "calls deleted what is only claimed",
        breakage: { persistence: (port) => changing(port, allDone) },
        rules: ["notAtAll", "finalNotice"]
    },
    {
        name: "makes a new key for each attempt of a reminder",
        breakage: {
            notifier: ({ remind, ...others }) => {
                let attempts = 0;
                return {
                    ...others,
                    remind: async (reminder, context) =>
                        await remind(
                            { ...reminder, idempotencyKey: `${reminder.idempotencyKey}:${attempts++}` },
                            context
                        )
                };
            }
        },
        rules: ["reminderKeys"]
    },
    {
        name: "uses one key for all reminders of a process",
        breakage: {
            notifier: ({ remind, ...others }) => ({
                ...others,
                remind: async (reminder, context) =>
                    await remind({ ...reminder, idempotencyKey: reminder.processId }, context)
            })
        },
        rules: ["reminderKeys"]
    },
    {
        name: "sends each reminder twice",
        breakage: {
            notifier: ({ remind, ...others }) => ({
                ...others,
                remind: async (reminder, context) => {
                    await remind(reminder, context);
                    await remind(reminder, context);
                }
            })
        },
        rules: ["reminderTwice"]
    },
    {
        name: "catches up with all reminders after a pause",
        breakage: {
            notifier: ({ remind, ...others }) => ({
                ...others,
                remind: async (reminder, context) => {
                    const { processId, daysBeforeEnd } = reminder;
                    const earlier = { ...reminder, daysBeforeEnd: 12, idempotencyKey: `${processId}:reminder:12` };
                    if (daysBeforeEnd < 12) await remind(earlier, context);
                    await remind(reminder, context);
                }
            })
        },
        rules: ["reminderWindow", "reminderTwice"]
    },
    {
        name: "never reminds",
        breakage: { notifier: (notifier) => ({ ...notifier, remind: async () => undefined }) },
        rules: ["reminderMissing"]
    },
    {
        name: "never sends the final notice",
        breakage: { notifier: (notifier) => ({ ...notifier, notifyOfDeletion: async () => undefined }) },
        rules: ["finalNotice"]
    }
];

type Method = "update" | "list";

function replacing(port: PersistencePort, methods: Partial<Pick<PersistencePort, Method>>): PersistencePort {
    return new Proxy(port, {
        get: (target, name) => Reflect.get(methods, name) ?? (Reflect.get(target, name, target) as unknown)
    });
}

/** Every update stores something else than was meant. */
function changing(port: PersistencePort, change: (record: StoredRecord) => StoredRecord): PersistencePort {
    return replacing(port, { update: async (record, revision) => await port.update(change(record), revision) });
}

/** Tells the store whatever revision it wants to hear. */
function heedless(port: PersistencePort): PersistencePort {
    return replacing(port, {
        update: async (record, revision) => {
            const current = await port.findByLookup(record.lookup);
            const expected = current?.revision ?? revision;
            await port.update({ ...record, revision: expected + 1 }, expected);
        }
    });
}

function keepingTheAddress(port: PersistencePort): PersistencePort {
    const addresses = new Map<string, JsonObject>();
    return changing(port, (record) => {
        const { address } = jsonOf(record.data);
        if (address !== undefined) addresses.set(record.key, { address });
        return { ...record, data: { ...record.data, ...addresses.get(record.key) } };
    });
}

function statusOf({ data }: StoredRecord): unknown {
    return (jsonOf(data).process as JsonObject).status;
}

function withLifecycle(record: StoredRecord, change: JsonObject): StoredRecord {
    const { lifecycle } = jsonOf(record.data);
    if (lifecycle === undefined) return record;
    return { ...record, data: { ...record.data, lifecycle: { ...(lifecycle as JsonObject), ...change } } };
}

function withoutLease(record: StoredRecord): StoredRecord {
    return statusOf(record) === "Deleting" ? { ...record, dueAt: "2026-01-01T00:00:00.000Z" } : record;
}

function withItsEnd(record: StoredRecord): StoredRecord {
    if (statusOf(record) !== "Deleted") return record;
    const process = { ...(jsonOf(record.data).process as JsonObject), gracePeriodEndsAt: "2026-12-15T10:00:00.000Z" };
    return { ...record, data: { ...record.data, process } };
}

function hasFailed(record: StoredRecord): boolean {
    const { failures } = (jsonOf(record.data).lifecycle ?? {}) as JsonObject;
    return statusOf(record) === "Deleting" && failures !== undefined;
}

function allDone(record: StoredRecord): StoredRecord {
    return statusOf(record) === "Deleting" ? withLifecycle(record, { done: ["files", "rows", "backups"] }) : record;
}
