import * as fc from "fast-check";
import type { JsonObject, StoredRecord } from "../../../src";
import { keepsTheSlot, readStatus } from "../../../src/domain/IdentityDeletionProcessStatus";

const unstorable = /[\0\p{Surrogate}]/u;
const text = fc.string({ unit: "binary", minLength: 1, maxLength: 30 }).filter((some) => !unstorable.test(some));
const date = fc
    .date({ min: new Date(0), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true })
    .map((moment) => moment.toISOString());

/** What others than the core may have put into a record. */
const extra = fc.dictionary(
    text.filter((name) => !["process", "isBeside", "__proto__"].includes(name)),
    fc.jsonValue({ maxDepth: 2 }).filter((value) => !unstorable.test(JSON.stringify(value)) && isPlain(value)),
    { maxKeys: 3 }
) as fc.Arbitrary<JsonObject>;

const over = fc.constantFrom("Cancelled", "Rejected", "WaitingForApproval", "SomethingNewer");
const open = fc.constantFrom("Active", "Approved", "Deleting", "Deleted");

interface Life {
    readonly past: { status: string; at: string; extra: JsonObject }[];
    readonly holder: { status: string; at: string; extra: JsonObject } | null;
    readonly isInDoubt: boolean;
}

const moment = { at: date, extra };
const life: fc.Arbitrary<Life> = fc.record({
    past: fc.array(fc.record({ status: over, ...moment }), { maxLength: 4 }),
    holder: fc.option(fc.record({ status: open, ...moment })),
    isInDoubt: fc.boolean()
});

/** The records of a store as the module could have left it, in the order of their keys. */
export const arbitraryStores: fc.Arbitrary<StoredRecord[]> = fc
    .uniqueArray(fc.tuple(text, life), { maxLength: 8, selector: ([address]) => address })
    .chain((people) =>
        fc.infiniteStream(fc.integer({ min: 0, max: 0xffff_ffff })).map((numbers) => {
            let count = 0;
            const nextKey = (): string =>
                `${String(numbers.next().value).padStart(10, "0")}x${String(count++).padStart(15, "0")}`;
            return people.flatMap(([address, its]) => recordsOf(address, its, nextKey)).sort(byKey);
        })
    );

export function byKey(one: StoredRecord, other: StoredRecord): number {
    return one.key < other.key ? -1 : 1;
}

function recordsOf(identityKey: string, { past, holder, isInDoubt }: Life, nextKey: () => string): StoredRecord[] {
    return [...past, ...(holder === null ? [] : [holder])].map(({ status, at, extra: others }, index) => {
        const key = nextKey();
        const id = `IDP${key.slice(-17)}`;
        const isOpen = keepsTheSlot(readStatus(status));
        return {
            key,
            identityKey,
            slot: isOpen ? identityKey : key,
            lookup: `${identityKey}#${id}`,
            revision: index * 3 + 1,
            createdAt: at,
            dueAt: isOpen && status !== "Deleted" ? at : null,
            unsettled: isInDoubt && isOpen,
            data: { ...others, process: { id, status, createdAt: at } }
        };
    });
}

/** -0 comes back as 0, and names that mean something to JavaScript are the contract kit's to try. */
function isPlain(value: unknown): boolean {
    if (typeof value === "number") return !Object.is(value, -0);
    if (typeof value !== "object" || value === null) return true;
    return Object.entries(value).every(([name, inner]) => name !== "__proto__" && isPlain(inner));
}
