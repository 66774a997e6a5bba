import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import { hasWon, LostRace, retryLostRaces } from "../application/records/lostRaces";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { readRecord, storedRecordOf } from "../domain/record/codec";
import type { PersistencePort, StoredRecord } from "../ports/PersistencePort";
import { requireReadable } from "../ports/unreadableRecords";
import { convertedRecord } from "./convertedRecord";

type Placed = "inserted" | "renewed" | "not";

/** Safe while hosts still write to the originals, and with other conversions: it changes no copy whose original is gone. */
export class RecordConversion {
    public converted = 0;
    public closed = 0;

    public constructor(
        private readonly store: PersistencePort,
        private readonly pseudonyms: Pseudonyms
    ) {}

    public async convert(plain: StoredRecord): Promise<void> {
        let original: StoredRecord | undefined = plain;
        await retryLostRaces(async () => {
            if (original === undefined || (await this.isConverted(original))) return;
            original = await this.reread(original);
            if (original !== undefined) throw new LostRace("The original has changed.");
        });
    }

    private async isConverted(original: StoredRecord): Promise<boolean> {
        const copy = convertedRecord(original, this.pseudonyms);
        const placed = await this.place(copy, original);
        if (placed === "not") return false;
        if (await hasWon(() => this.store.delete(original.identityKey, original.key, original.revision))) {
            this.converted++;
            return true;
        }
        // An earlier copy is renewed before its original is deleted. This one came too late.
        const isGone = (await this.reread(original)) === undefined;
        if (placed === "inserted" && isGone) {
            await hasWon(() => this.store.delete(copy.identityKey, copy.key, copy.revision));
        }
        return isGone;
    }

    private async place(copy: StoredRecord, original: StoredRecord): Promise<Placed> {
        if (await hasWon(() => this.store.insert(copy))) return "inserted";
        const others = requireReadable(await this.store.list(copy.identityKey));
        const earlier = others.find(({ key }) => key === copy.key);
        if (earlier !== undefined) return await this.renew(earlier, copy, original);
        const holder = others.find(({ slot }) => slot === copy.identityKey);
        if (holder !== undefined && copy.slot === copy.identityKey) await this.closeOne(holder, original);
        return "not";
    }

    /** Looks for the original after it has read the copy: while it exists, only conversions change the copy. */
    private async renew(earlier: StoredRecord, copy: StoredRecord, original: StoredRecord): Promise<Placed> {
        if ((await this.reread(original))?.revision !== original.revision) return "not";
        const renewed = { ...copy, revision: earlier.revision + 1 };
        return (await hasWon(() => this.store.update(renewed, earlier.revision))) ? "renewed" : "not";
    }

    /** A host that was not stopped has started another process. The one that ends later stays: no deletion is too early. */
    private async closeOne(converted: StoredRecord, plain: StoredRecord): Promise<void> {
        const [sooner] = [converted, plain].sort((one, other) => (endOf(one) < endOf(other) ? -1 : 1));
        if (await hasWon(() => this.store.update(closed(sooner), sooner.revision))) this.closed++;
    }

    private async reread({ identityKey, key }: StoredRecord): Promise<StoredRecord | undefined> {
        return requireReadable(await this.store.list(identityKey)).find((record) => record.key === key);
    }
}

/** Compares as a string: a command without a process first, then by the end, then what can no longer be closed. */
function endOf(stored: StoredRecord): string {
    const { process } = readRecord(stored);
    if (process === undefined) return "";
    return process.isActive ? (process.properties.gracePeriodEndsAt ?? "never") : "over";
}

function closed(stored: StoredRecord): StoredRecord {
    const record = readRecord(stored);
    const { process } = record;
    if (process === undefined) return { ...stored, revision: stored.revision + 1, slot: stored.key };
    const cancelled = new IdentityDeletionProcess({
        ...process.properties,
        status: IdentityDeletionProcessStatus.Cancelled
    });
    return storedRecordOf({ ...record, revision: record.revision + 1, process: cancelled, dueAt: null });
}
