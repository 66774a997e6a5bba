import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import { keepsTheSlot } from "../domain/IdentityDeletionProcessStatus";
import { lookupOf } from "../domain/record/columns";
import type { PersistencePort } from "../ports/PersistencePort";
import { importEnmeshedProcesses } from "../transfer/enmeshed/importEnmeshedProcesses";

/**
 * Imports what the stock Runtime's own collection holds and the store does not know yet, under the Backbone's authority. Asks
 * and publishes nothing. Where two are open, or the Identity has another open one already, the Backbone says which it is.
 */
export async function importStockProcesses(
    persistence: PersistencePort,
    address: string,
    processes: readonly IdentityDeletionProcessDTO[]
): Promise<void> {
    await persistence.open();
    const unknown: IdentityDeletionProcessDTO[] = [];
    for (const process of processes) {
        if ((await persistence.findByLookup(lookupOf(address, process.id))) === undefined) unknown.push(process);
    }
    const open = unknown.filter(({ status }) => keepsTheSlot(status));
    // Half of one may have come from another device: until when it can be cancelled is then for the Backbone to say.
    const isWhole = open.every(
        ({ createdAt, gracePeriodEndsAt }) => createdAt !== undefined && gracePeriodEndsAt !== undefined
    );
    const isFree = open.length === 1 && isWhole && (await persistence.findCurrent(address)).length === 0;
    const known = isFree ? unknown : unknown.filter((process) => !open.includes(process));
    if (known.length === 0) return;
    await importEnmeshedProcesses(persistence, JSON.stringify(known), { address, authority: "backbone" });
}
