import { Write } from "../../domain/decisions/Decision";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { storedRecordOf } from "../../domain/record/codec";
import { asStored } from "../../domain/record/columns";
import { ProcessRecord } from "../../domain/record/ProcessRecord";
import { PersistencePort } from "../../ports/PersistencePort";
import { EventPublisher } from "../EventPublisher";
import { asLostRace } from "./lostRaces";

/** The one place that writes records of processes. Publishes each change once, after it is durable. */
export class RecordWriter {
    public constructor(
        private readonly persistence: PersistencePort,
        private readonly publisher: EventPublisher
    ) {}

    /** In their order. Resolves with what each has stored. On `LostRace` the writes before it stay, and are published. */
    public async carryOut(address: string, writes: readonly Write[]): Promise<ProcessRecord[]> {
        const stored: ProcessRecord[] = [];
        const changes: IdentityDeletionProcess[] = [];
        try {
            for (const write of writes) {
                const { key, identityKey, revision } = latestOf(write, stored);
                if (write.kind === "remove") {
                    await this.persistence.delete(identityKey, key, revision);
                    continue;
                }
                const after = asStored(write.after, revision + 1);
                if (write.kind === "insert") await this.persistence.insert(storedRecordOf(after));
                else await this.persistence.update(storedRecordOf(after), revision);
                stored.push(after);
                const change = changeToTell(write.before, after);
                if (change !== undefined) changes.push(change);
            }
        } catch (error) {
            throw asLostRace(error);
        } finally {
            this.publish(address, changes);
        }
        return stored;
    }

    /** The closed ones first, the open one last: the last event tells the present state. */
    private publish(address: string, changes: readonly IdentityDeletionProcess[]): void {
        const openLast = [...changes].sort((one, other) => Number(isOpen(one.status)) - Number(isOpen(other.status)));
        for (const process of openLast) this.publisher.statusChanged({ address }, process);
    }
}

/** As a write of the same plan has left it, or as the plan has read it. */
function latestOf(write: Write, stored: readonly ProcessRecord[]): ProcessRecord {
    const read = write.kind === "remove" ? write.record : (write.before ?? write.after);
    return stored.filter(({ key }) => key === read.key).at(-1) ?? read;
}

/** A process that waits for the slot is announced when it holds it or is over. */
function changeToTell(before: ProcessRecord | undefined, after: ProcessRecord): IdentityDeletionProcess | undefined {
    const { process, waitsForSlot, unlisted } = after;
    if (process === undefined || waitsForSlot || unlisted) return undefined;
    const known = before?.waitsForSlot === true ? undefined : before?.process;
    return known?.id === process.id && known.status === process.status ? undefined : process;
}
