import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { Documents, type Snapshot } from "./Documents";
import type { HostAccount, HostCollection } from "./Host";
import type { HostProcesses } from "./HostProcesses";
import { isAhead, isSame, merged } from "./processes";
import { Uploads } from "./Uploads";

/** The host's collection, which the datawallet carries to the Identity's other devices and fills with what they know. */
export class Datawallet {
    /** What other devices said and the Backbone, when it was asked, did not confirm: no reason to ask again. */
    private readonly unconfirmed = new Set<string>();
    /** The documents when no other device was ahead, and when they agreed with all that the module knew. */
    private notAhead: Processes | undefined;
    private inLine: Processes | undefined;
    private deriving: Promise<unknown> = Promise.resolve();
    private synchronizations = 0;

    private constructor(
        private readonly collection: HostCollection,
        private readonly documents: Documents,
        private readonly hostProcesses: HostProcesses,
        private readonly uploads: Uploads
    ) {}

    public static async of(account: HostAccount, hostProcesses: HostProcesses): Promise<Datawallet> {
        const { identityDeletionProcessCollection: collection } = account.identityDeletionProcess;
        const map = await account.db.getMap("IdentityDeletionProcessesDatawallet");
        const documents = new Documents(collection);
        const { processes } = await documents.read();
        return new Datawallet(collection, documents, hostProcesses, await Uploads.open(map, processes));
    }

    /** As the documents were when they were last read or written here. */
    public get processes(): Processes {
        return this.documents.processes;
    }

    public read(): Promise<unknown> {
        return this.documents.read();
    }

    /** What the module knows only moves on: who was not ahead of it then is not ahead now. */
    public get mayBeAhead(): boolean {
        return this.processes !== this.notAhead;
    }

    public async isAheadOf(known: () => Promise<Processes>): Promise<boolean> {
        const { processes } = this;
        if (!this.mayBeAhead) return false;
        const all = await known();
        const isAheadOfThem = processes.some(
            (process) => isAhead(process, find(all, process.id)) && !this.unconfirmed.has(keyOf(process))
        );
        if (!isAheadOfThem) this.notAhead = processes;
        return isAheadOfThem;
    }

    /** To be called after the Backbone was asked: what still is ahead of these is not the Backbone's. */
    public noteUnconfirmed(known: Processes): void {
        for (const process of this.processes) {
            if (isAhead(process, find(known, process.id))) this.unconfirmed.add(keyOf(process));
        }
    }

    public complete(process: IdentityDeletionProcessDTO): IdentityDeletionProcessDTO {
        return merged(process, find(this.processes, process.id));
    }

    public completeAll(known: Processes): IdentityDeletionProcessDTO[] {
        const others = byId(this.processes);
        return known.map((process) => merged(process, others.get(process.id)));
    }

    /** Resolves with what is shown. Writes what differs, and nothing where another device is ahead: so two agree. */
    public derive(known: () => Promise<Processes>): Promise<IdentityDeletionProcessDTO[]> {
        return this.afterOthers(async () => {
            this.inLine = undefined;
            return await this.write(await known(), await this.documents.read());
        });
    }

    /** The same where only this process has changed: others are compared only if a document has changed, too. */
    public deriveOne(
        process: IdentityDeletionProcessDTO,
        known: () => Promise<Processes>
    ): Promise<IdentityDeletionProcessDTO[]> {
        return this.afterOthers(async () => {
            const { inLine } = this;
            this.inLine = undefined;
            const snapshot = await this.documents.read();
            if (snapshot.processes === inLine && !this.mayHaveFailed) return await this.write([process], snapshot);
            return await this.write(await known(), snapshot);
        });
    }

    public get mayHaveFailed(): boolean {
        return this.uploads.mayHaveFailed;
    }

    /** Runs the Runtime's own synchronisation, and notes whether it has uploaded everything. Nothing is written meanwhile. */
    public during<Value>(synchronize: () => Promise<Value>): Promise<Value> {
        if (this.synchronizations > 0) return this.noting(synchronize);
        return this.afterOthers(() => this.noting(synchronize));
    }

    private afterOthers<Value>(work: () => Promise<Value>): Promise<Value> {
        const done = this.deriving.then(work);
        this.deriving = done.catch(() => undefined);
        return done;
    }

    private async noting<Value>(synchronize: () => Promise<Value>): Promise<Value> {
        this.synchronizations++;
        let value: Value;
        try {
            value = await synchronize();
        } catch (error) {
            this.uploads.noteFailure();
            await this.read().catch(() => undefined);
            throw error;
        } finally {
            this.synchronizations--;
        }
        await this.read();
        if (this.synchronizations === 0) await this.uploads.noteSuccess(this.processes);
        return value;
    }

    public async settled(): Promise<void> {
        await this.deriving;
    }

    private async write(known: Processes, snapshot: Snapshot): Promise<IdentityDeletionProcessDTO[]> {
        const { processes, changesOfOthers, documentOf } = snapshot;
        const wasNotAhead = processes === this.notAhead;
        const others = byId(processes);
        const shown: IdentityDeletionProcessDTO[] = [];
        for (const process of known) {
            const other = others.get(process.id);
            const next = merged(process, other);
            shown.push(next);
            if (other === undefined) await this.create(next);
            else if (isAhead(other, process)) continue;
            else if (!isSame(other, next)) await this.writeChange(documentOf(other), other, next);
            else if (this.uploads.isLost(next)) await this.writeAgain(documentOf(other), other, next);
        }
        if (this.documents.changesOfOthers === changesOfOthers) {
            this.inLine = this.processes;
            if (wasNotAhead) this.notAhead = this.processes;
        }
        return shown;
    }

    private async create(process: IdentityDeletionProcessDTO): Promise<void> {
        await this.collection.create(this.hostProcesses.of(process) as never);
        this.documents.noteWritten(process, undefined);
    }

    private writeChange(document: unknown, before: Process, process: Process): Promise<void> {
        const isToBeToldWhole = wasCancelledElsewhere(process) || this.uploads.isLost(process);
        return isToBeToldWhole ? this.writeAgain(document, before, process) : this.update(document, before, process);
    }

    private async update(document: unknown, before: Process, process: Process): Promise<void> {
        await this.collection.update(document, this.hostProcesses.of(process) as never);
        this.documents.noteWritten(process, before);
    }

    /** The collection makes a change of what differs alone: so it is made to differ first, in a property that has no effect. */
    private async writeAgain(document: unknown, before: Process, process: Process): Promise<void> {
        const { id, status, createdAt } = process;
        await this.update(document, before, createdAt === undefined ? { id, status } : { id, status, createdAt });
        const { processes, documentOf } = await this.documents.read();
        const half = find(processes, id)!;
        await this.update(documentOf(half), half, process);
        this.uploads.noteWrittenAgain(process);
    }
}

/**
 * A stock Runtime that has cancelled forgets the end of the grace period, does not say so where its upload fails, and takes
 * an older change that comes in meanwhile for newer than its own. A change of what differs here would not tell it all again.
 */
function wasCancelledElsewhere({ status, cancelledByDevice, gracePeriodEndsAt }: IdentityDeletionProcessDTO): boolean {
    const isCancelled = status === IdentityDeletionProcessStatus.Cancelled;
    return isCancelled && cancelledByDevice === undefined && gracePeriodEndsAt !== undefined;
}

type Process = IdentityDeletionProcessDTO;
type Processes = readonly Process[];

function byId(processes: Processes): ReadonlyMap<string, IdentityDeletionProcessDTO> {
    return new Map(processes.map((process) => [process.id, process]));
}

function find(processes: Processes, id: string): IdentityDeletionProcessDTO | undefined {
    return processes.find((process) => process.id === id);
}

function keyOf({ id, status }: IdentityDeletionProcessDTO): string {
    return `${id}#${status}`;
}
