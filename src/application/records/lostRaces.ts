import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { PersistenceError } from "../../ports/PersistenceError";

/** Another writer was faster, and nothing was written: read again. */
export class LostRace extends Error {
    public override readonly name = "LostRace";
}

/** Never throws: even asking a revoked proxy for its class would. */
export function isLostRace(thrown: unknown): thrown is LostRace {
    try {
        return thrown instanceof LostRace;
    } catch {
        return false;
    }
}

const maxLostRaces = 100;

/** Of what a write threw: a `LostRace`, or the same error where it is none. */
export function asLostRace(error: unknown): unknown {
    const kind = PersistenceError.kindOf(error);
    const isLost = kind === "slotTaken" || kind === "duplicate" || kind === "staleRevision" || kind === "notFound";
    return isLost ? new LostRace("Another writer was faster.", { cause: error }) : error;
}

export async function raced(write: () => Promise<void>): Promise<void> {
    try {
        await write();
    } catch (error) {
        throw asLostRace(error);
    }
}

export async function hasWon(write: () => Promise<void>): Promise<boolean> {
    try {
        await raced(write);
        return true;
    } catch (error) {
        if (isLostRace(error)) return false;
        throw error;
    }
}

/** `work` reads, decides and writes; it starts over at each `LostRace`. */
export function retryLostRaces<Value>(work: (lostRaces: number) => Promise<Value>, lostRaces = 0): Promise<Value> {
    return work(lostRaces).catch((error: unknown) => {
        if (!isLostRace(error)) throw error;
        if (lostRaces + 1 < maxLostRaces) return retryLostRaces(work, lostRaces + 1);
        throw IdentityDeletionError.storeIsCorrupt(
            `The store refused ${maxLostRaces} writes in a row for the revision that it had just answered with.`,
            error.cause
        );
    });
}
