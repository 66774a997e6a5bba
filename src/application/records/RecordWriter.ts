import { Write } from "../../domain/decisions/Decision";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { storedRecordOf } from "../../domain/record/codec";
import { asStored } from "../../domain/record/columns";
import { ProcessRecord } from "../../domain/record/ProcessRecord";
import { PersistencePort } from "../../ports/PersistencePort";
import { EventPublisher } from "../EventPublisher";
import { raced } from "./lostRaces";

/** The one place that writes records of processes. Publishes each change once, after it is durable. */
export class RecordWriter {
    public constructor(
        private readonly persistence: PersistencePort,
        private readonly publisher: EventPublisher
    ) {}

    /** In their order. Resolves with what is stored then. On `LostRace` the writes before it stay, and are published. */
    public async carryOut(address: string, writes: readonly Write[]): Promise<ProcessRecord[]> {
        const latest = new Map<string, ProcessRecord>();
        const changes: IdentityDeletionProcess[] = [];
        try {
            for (const write of writes) {
                await raced(() => this.write(write, latest));
                if (write.kind === "remove") continue;
                const change = changeToTell(write.before, write.after);
                if (change !== undefined) changes.push(change);
            }
        } finally {
            this.publish(address, changes);
        }
        return [...latest.values()];
    }

    private async write(write: Write, latest: Map<string, ProcessRecord>): Promise<void> {
        const before = write.kind === "remove" ? write.record : (write.before ?? write.after);
        const { revision } = latest.get(before.key) ?? before;
        if (write.kind === "remove") return await this.persistence.delete(before.identityKey, before.key, revision);
        const after = asStored(write.after, revision + 1);
        if (write.kind === "insert") await this.persistence.insert(storedRecordOf(after));
        else await this.persistence.update(storedRecordOf(after), revision);
        latest.set(after.key, after);
    }

    /** The closed ones first, the open one last: the last event tells the present state. */
    private publish(address: string, changes: readonly IdentityDeletionProcess[]): void {
        const order = ({ status }: IdentityDeletionProcess): number => (isOpen(status) ? 1 : 0);
        for (const process of [...changes].sort((one, other) => order(one) - order(other))) {
            this.publisher.statusChanged({ address }, process);
        }
    }
}

/** A process that waits for the slot is announced when it holds it or is over. */
function changeToTell(before: ProcessRecord | undefined, after: ProcessRecord): IdentityDeletionProcess | undefined {
    const { process, waitsForSlot, unlisted } = after;
    if (process === undefined || waitsForSlot || unlisted) return undefined;
    const known = before?.waitsForSlot === true ? undefined : before?.process;
    return known?.id === process.id && known.status === process.status ? undefined : process;
}
