import { nextRecord, processOf } from "../application/IdentityDeletionProcessMapper";
import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { PersistenceError } from "../ports/PersistenceError";
import type { PersistencePort, StoredRecord } from "../ports/PersistencePort";
import { requireReadable } from "../ports/unreadableRecords";
import { convertedRecord } from "./convertedRecord";

/** Each lost race means that another writer got on; more in a row than this, and the store is not telling the truth. */
const mostLostRaces = 100;

type Placed = "inserted" | "renewed" | "not";

/**
 * Converts single records: places the copy, then deletes the original, each on condition that nobody was faster. Safe
 * beside hosts that still write to the originals, and beside other conversions, also one that was asleep while another
 * one ended and hosts with the key went to work: it changes no copy whose original is gone.
 */
export class RecordConversion {
    public converted = 0;
    public closed = 0;

    public constructor(
        private readonly store: PersistencePort,
        private readonly pseudonyms: Pseudonyms
    ) {}

    public async convert(plain: StoredRecord): Promise<void> {
        let original: StoredRecord | undefined = plain;
        for (let lostRaces = 0; lostRaces < mostLostRaces; lostRaces++) {
            if (original === undefined || (await this.isConverted(original))) return;
            original = await this.reread(original);
        }
        throw new Error(`Others were faster ${mostLostRaces} times in a row.`);
    }

    /** False where somebody was faster: the original has to be read again. */
    private async isConverted(original: StoredRecord): Promise<boolean> {
        const copy = convertedRecord(original, this.pseudonyms);
        const placed = await this.place(copy, original);
        if (placed === "not") return false;
        if (await changed(this.store.delete(original.identityKey, original.key, original.revision))) {
            this.converted++;
            return true;
        }
        // Whoever deletes an original renews a copy that they find. This one nobody has renewed: it came too late, and what
        // it is a copy of may have been deleted since for good.
        const isGone = (await this.reread(original)) === undefined;
        if (placed === "inserted" && isGone) {
            await changed(this.store.delete(copy.identityKey, copy.key, copy.revision));
        }
        return isGone;
    }

    private async place(copy: StoredRecord, original: StoredRecord): Promise<Placed> {
        try {
            await this.store.insert(copy);
            return "inserted";
        } catch (error) {
            const kind = PersistenceError.kindOf(error);
            if (kind !== "slotTaken" && kind !== "duplicate") throw error;
        }
        const others = requireReadable(await this.store.list(copy.identityKey));
        const earlier = others.find(({ key }) => key === copy.key);
        if (earlier !== undefined) return await this.renew(earlier, copy, original);
        const holder = others.find(({ slot }) => slot === copy.identityKey);
        if (holder !== undefined && copy.slot === copy.identityKey) await this.closeOne(holder, original);
        return "not";
    }

    /** The original is looked for after the copy was read: as long as it is there, only conversions change the copy. */
    private async renew(earlier: StoredRecord, copy: StoredRecord, original: StoredRecord): Promise<Placed> {
        if ((await this.reread(original))?.revision !== original.revision) return "not";
        const renewed = { ...copy, revision: earlier.revision + 1 };
        return (await changed(this.store.update(renewed, earlier.revision))) ? "renewed" : "not";
    }

    /**
     * A host that was not stopped has started another process for an Identity whose own had been converted. The one that
     * ends later stays: nobody is deleted before the moment that they were told.
     */
    private async closeOne(converted: StoredRecord, plain: StoredRecord): Promise<void> {
        const [sooner] = [converted, plain].sort((one, other) => (endOf(one) < endOf(other) ? -1 : 1));
        if (await changed(this.store.update(closed(sooner), sooner.revision))) this.closed++;
    }

    private async reread({ identityKey, key }: StoredRecord): Promise<StoredRecord | undefined> {
        return requireReadable(await this.store.list(identityKey)).find((record) => record.key === key);
    }
}

/** Whether a write has won; false where somebody else's has. */
async function changed(write: Promise<void>): Promise<boolean> {
    try {
        await write;
        return true;
    } catch (error) {
        const kind = PersistenceError.kindOf(error);
        if (kind === "staleRevision" || kind === "notFound") return false;
        throw error;
    }
}

/** Compares as text: a command without a process first, then by the end, then what can no longer be closed. */
function endOf(record: StoredRecord): string {
    if (record.data.process === undefined) return "";
    const { isActive, properties } = processOf(record);
    return isActive ? (properties.gracePeriodEndsAt ?? "never") : "over";
}

function closed(record: StoredRecord): StoredRecord {
    if (record.data.process === undefined) return { ...record, revision: record.revision + 1, slot: record.key };
    const { properties } = processOf(record);
    const status = IdentityDeletionProcessStatus.Cancelled;
    return nextRecord(record, new IdentityDeletionProcess({ ...properties, status }));
}
