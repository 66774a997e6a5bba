import { Write } from "../../domain/decisions/Decision";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { storedRecordOf } from "../../domain/record/codec";
import { asStored } from "../../domain/record/columns";
import { ProcessRecord } from "../../domain/record/ProcessRecord";
import { PersistencePort } from "../../ports/PersistencePort";
import { EventPublisher } from "../EventPublisher";
import { raced } from "./lostRaces";

/**
 * The one place that writes records of processes. Each write is an insert or a compare-and-set; whose write changes what is
 * known of a process publishes it, so that each change is published once, after it is durable.
 */
export class RecordWriter {
    public constructor(
        private readonly persistence: PersistencePort,
        private readonly publisher: EventPublisher
    ) {}

    /**
     * Carries out the writes in their order and resolves with what is stored then, one record for each insert and update.
     * Rejects with `LostRace` as soon as another writer was faster; the writes before it stay, and are published.
     */
    public async carryOut(address: string, writes: readonly Write[]): Promise<ProcessRecord[]> {
        const latest = new Map<string, ProcessRecord>();
        const changes: IdentityDeletionProcess[] = [];
        try {
            for (const write of writes) {
                await raced(() => this.write(write, latest));
                if (write.kind === "remove") continue;
                const change = changeToTell(write.kind === "update" ? write.before : undefined, write.after);
                if (change !== undefined) changes.push(change);
            }
        } finally {
            this.publish(address, changes);
        }
        return [...latest.values()];
    }

    private async write(write: Write, latest: Map<string, ProcessRecord>): Promise<void> {
        const before = write.kind === "update" ? write.before : write.kind === "insert" ? write.after : write.record;
        const { revision } = latest.get(before.key) ?? before;
        if (write.kind === "remove") return await this.persistence.delete(before.identityKey, before.key, revision);
        const after = { ...write.after, revision: revision + 1 };
        if (write.kind === "insert") await this.persistence.insert(storedRecordOf(after));
        else await this.persistence.update(storedRecordOf(after), revision);
        latest.set(after.key, asStored(after));
    }

    /** Who believes the last event believes the truth: the closed ones come first, the open one last. */
    private publish(address: string, changes: readonly IdentityDeletionProcess[]): void {
        const order = ({ status }: IdentityDeletionProcess): number => (isOpen(status) ? 1 : 0);
        for (const process of [...changes].sort((one, other) => order(one) - order(other))) {
            this.publisher.statusChanged({ address }, process);
        }
    }
}

/** A process that waits for the slot is announced when it holds it or is over, not before. */
function changeToTell(before: ProcessRecord | undefined, after: ProcessRecord): IdentityDeletionProcess | undefined {
    const { process, waitsForSlot, unlisted } = after;
    if (process === undefined || waitsForSlot || unlisted) return undefined;
    const known = before?.waitsForSlot === true ? undefined : before?.process;
    return known?.id === process.id && known.status === process.status ? undefined : process;
}
