import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import { readStatus } from "../domain/IdentityDeletionProcessStatus";
import type { HostCollection } from "./Host";
import { fromDocument, optionalNames, stringOf } from "./processes";

export interface Snapshot {
    /** The same array as before where nothing has changed, and the same objects where other documents have. */
    readonly processes: readonly IdentityDeletionProcessDTO[];
    readonly documentOf: (process: IdentityDeletionProcessDTO) => unknown;
}

/** The documents of the host's collection as processes: each is converted once, until it says something else. */
export class Documents {
    /** For each document in its place; `undefined` where it is no process. */
    private converted: readonly (IdentityDeletionProcessDTO | undefined)[] = [];
    private current: readonly IdentityDeletionProcessDTO[] = [];

    public constructor(private readonly collection: HostCollection) {}

    public async read(): Promise<Snapshot> {
        const documents = await this.collection.list();
        const { converted } = this;
        const now = documents.map((document, index) =>
            says(document, converted[index]) ? converted[index] : fromDocument(document)
        );
        if (now.length !== converted.length || now.some((process, index) => process !== converted[index])) {
            this.converted = now;
            this.current = now.filter((process) => process !== undefined);
        }
        return { processes: this.current, documentOf: (process) => documents[now.indexOf(process)] };
    }

    public async processes(): Promise<readonly IdentityDeletionProcessDTO[]> {
        return (await this.read()).processes;
    }
}

function says(document: unknown, process: IdentityDeletionProcessDTO | undefined): boolean {
    if (process === undefined || typeof document !== "object" || document === null) return false;
    const { id, status } = document as Record<string, unknown>;
    if (id !== process.id || typeof status !== "string" || readStatus(status) !== process.status) return false;
    return optionalNames.every((name) => stringOf((document as Record<string, unknown>)[name]) === process[name]);
}
