import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import type { HostCollection } from "./Host";
import { fromDocument, isSame } from "./processes";

export interface Snapshot {
    readonly processes: readonly IdentityDeletionProcessDTO[];
    /** How often others have changed any of them. */
    readonly changesOfOthers: number;
    readonly documentOf: (process: IdentityDeletionProcessDTO) => unknown;
}

/** The documents of the host's collection as processes: each is converted once, until it says something else. */
export class Documents {
    /** For each document in its place; `undefined` where it is no process. */
    private converted: readonly (IdentityDeletionProcessDTO | undefined)[] = [];
    private current: readonly IdentityDeletionProcessDTO[] = [];
    private changes = 0;

    public constructor(private readonly collection: HostCollection) {}

    /**
     * As they were read last, or written since. The same array as before where nothing has changed, and the same objects where
     * other documents have.
     */
    public get processes(): readonly IdentityDeletionProcessDTO[] {
        return this.current;
    }

    public get changesOfOthers(): number {
        return this.changes;
    }

    public async read(): Promise<Snapshot> {
        const documents = await this.collection.list();
        const { converted } = this;
        let hasChanged = documents.length !== converted.length;
        const now = documents.map((document, index) => {
            const before = converted[index];
            if (before !== undefined && isSame(Object(document) as IdentityDeletionProcessDTO, before)) return before;
            const process = fromDocument(document);
            if (before !== undefined && process !== undefined && isSame(process, before)) return before;
            if (process !== before) hasChanged = true;
            return process;
        });
        if (hasChanged) {
            this.set(now);
            this.changes++;
        }
        return {
            processes: this.current,
            changesOfOthers: this.changes,
            documentOf: (process) => documents[now.indexOf(process)]
        };
    }

    /** `before` is what the document said. The next reading tells whether it really says this. */
    public noteWritten(process: IdentityDeletionProcessDTO, before: IdentityDeletionProcessDTO | undefined): void {
        const { converted } = this;
        // Another reading may have met it in the meantime: then there is nothing to note.
        if (before === undefined) this.set([...converted, process]);
        else this.set(converted.map((each) => (each === before ? process : each)));
    }

    private set(converted: readonly (IdentityDeletionProcessDTO | undefined)[]): void {
        this.converted = converted;
        this.current = converted.filter((process) => process !== undefined);
    }
}
