import { Pseudonyms } from "../../application/pseudonym/Pseudonyms";
import { RecordWriter } from "../../application/records/RecordWriter";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { Timestamp } from "../../domain/Timestamp";
import {
    DuePosition,
    isUnreadable,
    PageEntry,
    PersistencePort,
    StoredRecord,
    UnreadableRecord
} from "../../ports/PersistencePort";
import { DueProcess } from "./DueProcess";

export type QueueEntry = DueProcess | UnreadableRecord;

export interface QueueRange {
    /** Exclusive, and `until` is inclusive. Default: from the first on. */
    readonly after?: Timestamp;
    readonly until: Timestamp;
    /** How many entries the first page has; each later one has 500. Default: 500. */
    readonly firstPage?: number;
}

const recordsAtATime = 500;

/** What is due or will be, of all Identities, by `dueAt` and key. Reads page by page, as far as it is asked. */
export class DueQueue {
    public constructor(
        private readonly persistence: PersistencePort,
        private readonly writer: RecordWriter,
        private readonly pseudonyms: Pseudonyms | undefined
    ) {}

    public async *entries({ after, until, firstPage = recordsAtATime }: QueueRange): AsyncGenerator<QueueEntry> {
        let position: DuePosition | undefined = after === undefined ? undefined : { dueAt: after, key: "" };
        for (let limit = firstPage; ; limit = recordsAtATime) {
            const page: PageEntry[] = await this.persistence.findDue(until, limit, position);
            for (const entry of page) yield this.entryOf(entry);
            if (page.length === 0) return;
            position = positionOf(page[page.length - 1]);
        }
    }

    /** Unreadable, too: what this module cannot have written, or does not say whose it is. */
    public entryOf(entry: PageEntry): QueueEntry {
        if (isUnreadable(entry)) return entry;
        try {
            return DueProcess.of(this.writer, entry, this.pseudonyms);
        } catch (error) {
            const unreadable =
                error instanceof IdentityDeletionError ? error.message : "What the record holds cannot be read.";
            return { ...columnsOf(entry), unreadable };
        }
    }
}

export function isProcess(entry: QueueEntry): entry is DueProcess {
    return entry instanceof DueProcess;
}

export function positionOf({ dueAt, key }: PageEntry): DuePosition {
    if (typeof dueAt === "string") return { dueAt, key };
    throw IdentityDeletionError.storeIsCorrupt("The store holds a due record that does not say when it is due.");
}

function columnsOf({ data: _, ...columns }: StoredRecord): Omit<StoredRecord, "data"> {
    return columns;
}
