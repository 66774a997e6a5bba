import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import type { HostCollection, HostTransport } from "./Host";
import { fromDocument, isAhead, isSame, merged, toHost } from "./processes";

/** The host's collection, which the datawallet carries to the Identity's other devices and fills with what they know. */
export class Datawallet {
    /** What other devices said and the Backbone, when it was asked, did not confirm: no reason to ask again. */
    private readonly unconfirmed = new Set<string>();
    private deriving: Promise<void> = Promise.resolve();

    public constructor(
        private readonly collection: HostCollection,
        private readonly transport: HostTransport
    ) {}

    public async processes(): Promise<IdentityDeletionProcessDTO[]> {
        return (await this.collection.list()).flatMap((document) => fromDocument(document) ?? []);
    }

    /** Whether another device knows something that these do not say. */
    public async isAheadOf(known: readonly IdentityDeletionProcessDTO[]): Promise<boolean> {
        return (await this.processes()).some(
            (process) => isAhead(process, find(known, process.id)) && !this.unconfirmed.has(keyOf(process))
        );
    }

    /** To be called after the Backbone was asked: what still is ahead of these is not the Backbone's. */
    public async noteUnconfirmed(known: readonly IdentityDeletionProcessDTO[]): Promise<void> {
        for (const process of await this.processes()) {
            if (isAhead(process, find(known, process.id))) this.unconfirmed.add(keyOf(process));
        }
    }

    /** With what other devices know of them. */
    public async complete(known: readonly IdentityDeletionProcessDTO[]): Promise<IdentityDeletionProcessDTO[]> {
        const others = await this.processes();
        return known.map((process) => merged(process, find(others, process.id)));
    }

    /** Writes what differs, and nothing where another device is ahead: so two devices come to the same and stay there. */
    public async derive(known: () => Promise<readonly IdentityDeletionProcessDTO[]>): Promise<void> {
        const derived = this.deriving.then(async () => await this.write(await known()));
        this.deriving = derived.catch(() => undefined);
        await derived;
    }

    /** Nothing is being written. */
    public async settled(): Promise<void> {
        await this.deriving;
    }

    private async write(known: readonly IdentityDeletionProcessDTO[]): Promise<void> {
        const documents = await this.collection.list();
        for (const process of known) {
            const document = documents.find((each) => fromDocument(each)?.id === process.id);
            const other = fromDocument(document);
            const next = merged(process, other);
            if (other === undefined) await this.collection.create(toHost(this.transport, next) as never);
            else if (!isAhead(other, process) && !isSame(other, next)) {
                await this.collection.update(document, toHost(this.transport, next) as never);
            }
        }
    }
}

function find(processes: readonly IdentityDeletionProcessDTO[], id: string): IdentityDeletionProcessDTO | undefined {
    return processes.find((process) => process.id === id);
}

function keyOf({ id, status }: IdentityDeletionProcessDTO): string {
    return `${id}#${status}`;
}
