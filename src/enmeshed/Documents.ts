import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import { readStatus } from "../domain/IdentityDeletionProcessStatus";
import type { HostCollection } from "./Host";
import { fromDocument, optionalNames, stringOf } from "./processes";

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
        const now = documents.map((document, index) =>
            says(document, converted[index]) ? converted[index] : fromDocument(document)
        );
        if (now.length !== converted.length || now.some((process, index) => process !== converted[index])) {
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
        if (before === undefined) this.set([...converted, process]);
        else this.set(converted.map((each) => (each === before ? process : each)));
    }

    private set(converted: readonly (IdentityDeletionProcessDTO | undefined)[]): void {
        this.converted = converted;
        this.current = converted.filter((process) => process !== undefined);
    }
}

function says(document: unknown, process: IdentityDeletionProcessDTO | undefined): boolean {
    if (process === undefined || typeof document !== "object" || document === null) return false;
    const { id, status } = document as Record<string, unknown>;
    if (id !== process.id || typeof status !== "string" || readStatus(status) !== process.status) return false;
    return optionalNames.every((name) => stringOf((document as Record<string, unknown>)[name]) === process[name]);
}
