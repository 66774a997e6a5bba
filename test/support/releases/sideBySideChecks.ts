import type { StoredRecord } from "../../../src";
import type { HostCall } from "./workerMessages";

interface People {
    readonly everybody: readonly string[];
    readonly cancelled: ReadonlySet<string>;
    readonly reminded: readonly string[];
}

/** Everything of everybody was deleted but of those who cancelled, and nobody was reminded from the end on. */
export function checkCalls(calls: readonly HostCall[], { everybody, cancelled, reminded }: People): void {
    const ran = (what: HostCall["what"], address: string): boolean =>
        calls.some((call) => call.what === what && call.address === address);
    for (const address of everybody) {
        for (const what of ["files", "rows", "notice"] as const) {
            requireSame(`whether ${what} ran for ${address}`, ran(what, address), !cancelled.has(address));
        }
        requireSame(`whether ${address} was reminded`, ran("reminder", address), reminded.includes(address));
    }
    const late = calls.filter(({ what, isInTime }) => what === "reminder" && isInTime === false);
    requireSame("the reminders from the end on", late, []);
}

/** Nothing is left to do, and no deleted person is named. */
export function checkRecords(records: readonly StoredRecord[], deleted: readonly string[]): void {
    const text = JSON.stringify(records);
    const named = deleted.filter((address) => text.includes(address));
    requireSame("the deleted people whom the store names", named, []);
    const planned = records.filter(({ dueAt }) => dueAt !== null);
    requireSame("what is still planned", planned, []);
}

export function requireSame(what: string, is: unknown, shouldBe: unknown): void {
    const [one, other] = [JSON.stringify(is), JSON.stringify(shouldBe)];
    if (one !== other) throw new Error(`${what}: ${one} and not ${other}.`);
}
