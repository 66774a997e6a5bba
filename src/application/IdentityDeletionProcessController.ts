import { IdentityContext } from "../domain/IdentityContext";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import { Authority } from "../ports/Authority";
import { PersistenceError } from "../ports/PersistenceError";
import { EventPublisher } from "./EventPublisher";
import { IdentityDeletionProcessRepository } from "./IdentityDeletionProcessRepository";

/** Each lost race means that another writer got on; more in a row than this, and the store is not telling the truth. */
const mostLostRaces = 100;

/**
 * The state changes of one Identity's processes: asks the authority, stores, publishes, in this order.
 *
 * It holds no lock and looks at nothing first that the write itself does not check again. Initiate is one insert into
 * the Identity's unique slot, cancel one compare-and-set on the revision that was read: of concurrent calls, on however
 * many machines, the store lets one win.
 */
export class IdentityDeletionProcessController {
    public constructor(
        private readonly identity: IdentityContext,
        private readonly authority: Authority,
        private readonly repository: IdentityDeletionProcessRepository,
        private readonly publisher: EventPublisher
    ) {}

    /** Throws `activeIdentityDeletionProcessAlreadyExists` or `identityIsDeleted`, or what the authority throws. */
    public async initiate(lengthOfGracePeriodInDays?: number): Promise<IdentityDeletionProcess> {
        const process = this.authority.initiate(this.identity, lengthOfGracePeriodInDays);
        try {
            await this.repository.add(process);
        } catch (error) {
            if (PersistenceError.kindOf(error) === "slotTaken") throw await this.whySlotIsTaken();
            throw error;
        }
        this.publisher.statusChanged(this.identity, process);
        return process;
    }

    /** Throws `noActiveIdentityDeletionProcess` or `gracePeriodHasExpired`, or what the authority throws. */
    public async cancel(): Promise<IdentityDeletionProcess> {
        for (let lostRaces = 0; lostRaces < mostLostRaces; lostRaces++) {
            const stored = await this.repository.findSlotHolder();
            if (stored === undefined) throw IdentityDeletionError.noActiveProcess();

            const cancelled = this.authority.cancel(this.identity, stored.process);
            try {
                await this.repository.replace(stored, cancelled);
            } catch (error) {
                if (isLostRace(error)) continue;
                throw error;
            }
            this.publisher.statusChanged(this.identity, cancelled);
            return cancelled;
        }
        throw new Error(`The store called ${mostLostRaces} revisions in a row stale that it had just answered with.`);
    }

    private async whySlotIsTaken(): Promise<IdentityDeletionError> {
        const holder = await this.repository.findSlotHolder();
        // None: it was cancelled since. There was one when this call was refused, and that is the answer.
        return holder?.process.status === IdentityDeletionProcessStatus.Deleted
            ? IdentityDeletionError.identityIsDeleted()
            : IdentityDeletionError.activeProcessAlreadyExists();
    }
}

function isLostRace(error: unknown): boolean {
    const kind = PersistenceError.kindOf(error);
    return kind === "staleRevision" || kind === "notFound";
}
