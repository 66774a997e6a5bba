import { RemoteProcess } from "../client/answers";
import { Journal } from "../journal/Journal";
import { EntryContent, JournalEntry } from "../journal/JournalEntry";

/**
 * What holds an Identity's slot or is unsettled, as it was read and as it stands after each write since. Each write is
 * atomic and throws `LostRace` as soon as another writer was faster.
 */
export class LocalCopy {
    private readonly entries: Map<string, JournalEntry>;

    public constructor(
        private readonly journal: Journal,
        entries: readonly JournalEntry[]
    ) {
        this.entries = new Map(entries.map((entry) => [entry.record.key, entry]));
    }

    /** A list of its own, which further writes do not change. */
    public all(): JournalEntry[] {
        return [...this.entries.values()];
    }

    public holder(): JournalEntry | undefined {
        return this.all().find(({ record }) => record.slot === record.identityKey);
    }

    public entryFor({ id }: RemoteProcess): JournalEntry | undefined {
        return this.all().find(({ process }) => process?.id === id);
    }

    /** The entry as it stands now; it must be one of these, and not removed. */
    public latest({ record }: JournalEntry): JournalEntry {
        return this.entries.get(record.key)!;
    }

    public async add(content: EntryContent): Promise<void> {
        this.keep(await this.journal.add(content));
    }

    public async change(entry: JournalEntry, content: EntryContent): Promise<void> {
        this.keep(await this.journal.change(entry, content));
    }

    public async remove(entry: JournalEntry): Promise<void> {
        await this.journal.remove(entry);
        this.entries.delete(entry.record.key);
    }

    private keep(entry: JournalEntry): void {
        this.entries.set(entry.record.key, entry);
    }
}
