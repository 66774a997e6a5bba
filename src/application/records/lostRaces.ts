import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { PersistenceError } from "../../ports/PersistenceError";

/** Another writer was faster, and nothing was written: what was read before no longer counts. */
export class LostRace extends Error {
    public override readonly name = "LostRace";
}

/** Never throws, whatever was thrown: even to ask a revoked proxy for its class would. */
export function isLostRace(thrown: unknown): thrown is LostRace {
    try {
        return thrown instanceof LostRace;
    } catch {
        return false;
    }
}

/** Each lost race means that another writer got on; more in a row than this, and the store is not telling the truth. */
const maxLostRaces = 100;

/** Runs one insert, update or delete of a port. Rejects with `LostRace` where another writer was faster. */
export async function raced(write: () => Promise<void>): Promise<void> {
    try {
        await write();
    } catch (error) {
        const kind = PersistenceError.kindOf(error);
        if (kind === "slotTaken" || kind === "duplicate" || kind === "staleRevision" || kind === "notFound") {
            throw new LostRace("Another writer was faster.", { cause: error });
        }
        throw error;
    }
}

/** Whether the write has won; false where another writer was faster. */
export async function hasWon(write: () => Promise<void>): Promise<boolean> {
    try {
        await raced(write);
        return true;
    } catch (error) {
        if (isLostRace(error)) return false;
        throw error;
    }
}

/**
 * Runs `work`, which reads, decides and writes, again from its start as long as it rejects with `LostRace`. Rejects with
 * `storeIsCorrupt` after a hundred lost races in a row.
 */
export async function retryLostRaces<Value>(work: (lostRaces: number) => Promise<Value>): Promise<Value> {
    let lastLostRace: LostRace | undefined;
    for (let lostRaces = 0; lostRaces < maxLostRaces; lostRaces++) {
        try {
            return await work(lostRaces);
        } catch (error) {
            if (!isLostRace(error)) throw error;
            lastLostRace = error;
        }
    }
    throw IdentityDeletionError.storeIsCorrupt(
        `The store refused ${maxLostRaces} writes in a row for the revision that it had just answered with.`,
        lastLostRace?.cause
    );
}
