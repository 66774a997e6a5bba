import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import type { HostAccount, HostCollection, HostTransport } from "./Host";
import { fromDocument, isAhead, isSame, merged, toHost } from "./processes";
import { Uploads } from "./Uploads";

/** The host's collection, which the datawallet carries to the Identity's other devices and fills with what they know. */
export class Datawallet {
    /** What other devices said and the Backbone, when it was asked, did not confirm: no reason to ask again. */
    private readonly unconfirmed = new Set<string>();
    private notAhead: string | undefined;
    private deriving: Promise<unknown> = Promise.resolve();
    private synchronizations = 0;

    private constructor(
        private readonly collection: HostCollection,
        private readonly transport: HostTransport,
        private readonly uploads: Uploads
    ) {}

    public static async of(account: HostAccount, transport: HostTransport): Promise<Datawallet> {
        const { identityDeletionProcessCollection: collection } = account.identityDeletionProcess;
        const map = await account.db.getMap("IdentityDeletionProcessesDatawallet");
        const present = (await collection.list()).flatMap((document) => fromDocument(document) ?? []);
        return new Datawallet(collection, transport, await Uploads.open(map, present));
    }

    public async processes(): Promise<IdentityDeletionProcessDTO[]> {
        return (await this.collection.list()).flatMap((document) => fromDocument(document) ?? []);
    }

    /** Whether another device knows something that these do not say. */
    public async isAheadOf(known: () => Promise<readonly IdentityDeletionProcessDTO[]>): Promise<boolean> {
        const documents = await this.processes();
        const states = statesOf(documents);
        // What the module knows only moves on: who was not ahead of it then is not ahead now.
        if (states === this.notAhead) return false;
        const all = await known();
        const isAheadOfThem = documents.some(
            (process) => isAhead(process, find(all, process.id)) && !this.unconfirmed.has(keyOf(process))
        );
        if (!isAheadOfThem) this.notAhead = states;
        return isAheadOfThem;
    }

    /** To be called after the Backbone was asked: what still is ahead of these is not the Backbone's. */
    public async noteUnconfirmed(known: readonly IdentityDeletionProcessDTO[]): Promise<void> {
        for (const process of await this.processes()) {
            if (isAhead(process, find(known, process.id))) this.unconfirmed.add(keyOf(process));
        }
    }

    /** With what other devices know of them. */
    public async complete(known: readonly IdentityDeletionProcessDTO[]): Promise<IdentityDeletionProcessDTO[]> {
        const others = new Map((await this.processes()).map((process) => [process.id, process]));
        return known.map((process) => merged(process, others.get(process.id)));
    }

    /** Resolves with what is shown of them. Writes what differs, and nothing where another device is ahead: so two devices come to the same and stay there. */
    public async derive(
        known: () => Promise<readonly IdentityDeletionProcessDTO[]>
    ): Promise<IdentityDeletionProcessDTO[]> {
        const derived = this.deriving.then(async () => await this.write(await known()));
        this.deriving = derived.catch(() => undefined);
        return await derived;
    }

    /** Whether something may have to be written once more before a synchronisation. */
    public get mayHaveFailed(): boolean {
        return this.uploads.mayHaveFailed;
    }

    /** Runs the Runtime's own synchronisation, and notes whether it has uploaded what was written. Nothing is written meanwhile. */
    public async during<Value>(synchronize: () => Promise<Value>): Promise<Value> {
        if (this.synchronizations > 0) return await this.noting(synchronize);
        const synchronized = this.deriving.then(async () => await this.noting(synchronize));
        this.deriving = synchronized.catch(() => undefined);
        return await synchronized;
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

    /** Nothing is being written. */
    public async settled(): Promise<void> {
        await this.deriving;
    }

    private async write(known: readonly IdentityDeletionProcessDTO[]): Promise<IdentityDeletionProcessDTO[]> {
        const shown: IdentityDeletionProcessDTO[] = [];
        const documents = new Map(
            (await this.collection.list()).map((document) => [fromDocument(document)?.id, document])
        );
        for (const process of known) {
            const document = documents.get(process.id);
            const other = fromDocument(document);
            const next = merged(process, other);
            shown.push(next);
            if (other === undefined) await this.collection.create(toHost(this.transport, next) as never);
            else if (isAhead(other, process)) continue;
            else if (!isSame(other, next)) await this.writeChange(document, next);
            else if (this.uploads.isLost(next)) await this.writeAgain(document, next);
        }
        return shown;
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
        const documents = await this.collection.list();
        await this.update(
            documents.find((each) => fromDocument(each)?.id === id),
            process
        );
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

function find(processes: readonly IdentityDeletionProcessDTO[], id: string): IdentityDeletionProcessDTO | undefined {
    return processes.find((process) => process.id === id);
}

function statesOf(processes: readonly IdentityDeletionProcessDTO[]): string {
    return processes.map(keyOf).join();
}

function keyOf({ id, status }: IdentityDeletionProcessDTO): string {
    return `${id}#${status}`;
}
