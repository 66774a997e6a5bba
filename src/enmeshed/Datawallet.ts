import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { Documents, type Snapshot } from "./Documents";
import type { HostAccount, HostCollection, HostTransport } from "./Host";
import { isAhead, isSame, merged, toHost } from "./processes";
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
        private readonly transport: HostTransport,
        private readonly uploads: Uploads
    ) {}

    public static async of(account: HostAccount, transport: HostTransport): Promise<Datawallet> {
        const { identityDeletionProcessCollection: collection } = account.identityDeletionProcess;
        const map = await account.db.getMap("IdentityDeletionProcessesDatawallet");
        const documents = new Documents(collection);
        return new Datawallet(collection, documents, transport, await Uploads.open(map, await documents.processes()));
    }

    public async processes(): Promise<Processes> {
        return await this.documents.processes();
    }

    /** Whether another device knows something that these do not say. */
    public async isAheadOf(known: () => Promise<Processes>): Promise<boolean> {
        const processes = await this.processes();
        // What the module knows only moves on: who was not ahead of it then is not ahead now.
        if (processes === this.notAhead) return false;
        const all = await known();
        const isAheadOfThem = processes.some(
            (process) => isAhead(process, find(all, process.id)) && !this.unconfirmed.has(keyOf(process))
        );
        if (!isAheadOfThem) this.notAhead = processes;
        return isAheadOfThem;
    }

    /** To be called after the Backbone was asked: what still is ahead of these is not the Backbone's. */
    public async noteUnconfirmed(known: Processes): Promise<void> {
        for (const process of await this.processes()) {
            if (isAhead(process, find(known, process.id))) this.unconfirmed.add(keyOf(process));
        }
    }

    public async complete(known: Processes): Promise<IdentityDeletionProcessDTO[]> {
        const others = byId(await this.processes());
        return known.map((process) => merged(process, others.get(process.id)));
    }

    /** Resolves with what is shown. Writes what differs, and nothing where another device is ahead: so two agree. */
    public async derive(known: () => Promise<Processes>): Promise<IdentityDeletionProcessDTO[]> {
        return await this.afterOthers(async () => {
            this.inLine = undefined;
            return await this.write(await known(), await this.documents.read());
        });
    }

    /** The same where only this process has changed: others are compared only if a document has changed, too. */
    public async deriveOne(
        process: IdentityDeletionProcessDTO,
        known: () => Promise<Processes>
    ): Promise<IdentityDeletionProcessDTO[]> {
        return await this.afterOthers(async () => {
            const { inLine } = this;
            this.inLine = undefined;
            const snapshot = await this.documents.read();
            if (snapshot.processes === inLine && !this.mayHaveFailed) return await this.write([process], snapshot);
            return await this.write(await known(), await this.documents.read());
        });
    }

    public get mayHaveFailed(): boolean {
        return this.uploads.mayHaveFailed;
    }

    /** Runs the Runtime's own synchronisation, and notes whether it has uploaded everything. Nothing is written meanwhile. */
    public async during<Value>(synchronize: () => Promise<Value>): Promise<Value> {
        if (this.synchronizations > 0) return await this.noting(synchronize);
        return await this.afterOthers(() => this.noting(synchronize));
    }

    private async afterOthers<Value>(work: () => Promise<Value>): Promise<Value> {
        const done = this.deriving.then(work);
        this.deriving = done.catch(() => undefined);
        return await done;
    }

    private async noting<Value>(synchronize: () => Promise<Value>): Promise<Value> {
        this.synchronizations++;
        let value: Value;
        try {
            value = await synchronize();
        } catch (error) {
            this.uploads.noteFailure();
            throw error;
        } finally {
            this.synchronizations--;
        }
        if (this.synchronizations === 0) await this.uploads.noteSuccess(await this.processes());
        return value;
    }

    public async settled(): Promise<void> {
        await this.deriving;
    }

    private async write(known: Processes, snapshot: Snapshot): Promise<IdentityDeletionProcessDTO[]> {
        const { processes, documentOf } = snapshot;
        const wasNotAhead = processes === this.notAhead;
        const others = byId(processes);
        const shown: IdentityDeletionProcessDTO[] = [];
        for (const process of known) {
            const other = others.get(process.id);
            const next = merged(process, other);
            shown.push(next);
            if (other === undefined) await this.collection.create(toHost(this.transport, next) as never);
            else if (isAhead(other, process)) continue;
            else if (!isSame(other, next)) await this.writeChange(documentOf(other), next);
            else if (this.uploads.isLost(next)) await this.writeAgain(documentOf(other), next);
        }
        await this.noteWritten(processes, shown, wasNotAhead);
        return shown;
    }

    private async noteWritten(before: Processes, shown: Processes, wasNotAhead: boolean): Promise<void> {
        const after = await this.processes();
        const unchanged = new Set(before);
        const written = byId(shown);
        const isOwn = (process: IdentityDeletionProcessDTO): boolean =>
            isSame(process, written.get(process.id) ?? none);
        if (!after.every((process) => unchanged.has(process) || isOwn(process))) return;
        this.inLine = after;
        if (wasNotAhead) this.notAhead = after;
    }

    private async writeChange(document: unknown, process: IdentityDeletionProcessDTO): Promise<void> {
        if (wasCancelledElsewhere(process) || this.uploads.isLost(process)) await this.writeAgain(document, process);
        else await this.update(document, process);
    }

    private async update(document: unknown, process: IdentityDeletionProcessDTO): Promise<void> {
        await this.collection.update(document, toHost(this.transport, process) as never);
    }

    /** The collection makes a change of what differs alone: so it is made to differ first, in a property that has no effect. */
    private async writeAgain(document: unknown, process: IdentityDeletionProcessDTO): Promise<void> {
        const { id, status, createdAt } = process;
        await this.update(document, createdAt === undefined ? { id, status } : { id, status, createdAt });
        const { processes, documentOf } = await this.documents.read();
        await this.update(documentOf(find(processes, id)!), process);
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

type Processes = readonly IdentityDeletionProcessDTO[];

const none = { id: "", status: "" };

function byId(processes: Processes): ReadonlyMap<string, IdentityDeletionProcessDTO> {
    return new Map(processes.map((process) => [process.id, process]));
}

function find(processes: Processes, id: string): IdentityDeletionProcessDTO | undefined {
    return processes.find((process) => process.id === id);
}

function keyOf({ id, status }: IdentityDeletionProcessDTO): string {
    return `${id}#${status}`;
}
