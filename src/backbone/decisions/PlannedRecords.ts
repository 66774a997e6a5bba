import { Write } from "../../domain/decisions/Decision";
import { asStored } from "../../domain/record/columns";
import { ProcessRecord, slotHolderAmong } from "../../domain/record/ProcessRecord";

export class PlannedRecords {
    public readonly writes: Write[] = [];
    private readonly records: Map<string, ProcessRecord>;

    public constructor(records: readonly ProcessRecord[]) {
        this.records = new Map(records.map((record) => [record.key, record]));
    }

    public all(): ProcessRecord[] {
        return [...this.records.values()];
    }

    public slotHolder(): ProcessRecord | undefined {
        return slotHolderAmong(this.all());
    }

    public find(processId: string): ProcessRecord | undefined {
        return this.all().find(({ process }) => process?.id === processId);
    }

    /** A process that is over goes to the history at once. */
    public insert(after: ProcessRecord, { isOver = false } = {}): void {
        this.writes.push({ kind: "insert", after });
        if (!isOver) this.records.set(after.key, asStored(after));
    }

    public update(before: ProcessRecord, after: ProcessRecord): void {
        this.writes.push({ kind: "update", before, after });
        this.records.set(before.key, asStored(after));
    }

    public remove(record: ProcessRecord): void {
        this.writes.push({ kind: "remove", record });
        this.records.delete(record.key);
    }
}
