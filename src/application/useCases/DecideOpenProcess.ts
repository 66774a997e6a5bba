import { IdentityContext } from "../../domain/IdentityContext";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus } from "../../domain/IdentityDeletionProcessStatus";
import { timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { PersistenceError } from "../../ports/PersistenceError";
import { PersistencePort, StoredRecord } from "../../ports/PersistencePort";
import { EventPublisher } from "../EventPublisher";
import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { isOpenElsewhere, nextRecord, processOf } from "../IdentityDeletionProcessMapper";
import { RunningCalls } from "../RunningCalls";
import { UseCase } from "./UseCase";

/**
 * What shall happen to an open process that another authority than the present one has decided.
 *
 * - `close`: it is closed here, as `Cancelled` by this device. The other authority is told nothing: where a Backbone still
 *   runs the process, the Backbone still deletes the Identity.
 * - `takeOver`: the module itself decides about it from now on, and deletes the Identity at its end. Only where the module
 *   is the present authority; a Backbone takes over nothing (`invalidPropertyValue`).
 */
export type OpenProcessDecision = "close" | "takeOver";

/** Each lost race means that another writer got on; more in a row than this, and the store is not telling the truth. */
const mostLostRaces = 100;

interface Surroundings {
    readonly identity: IdentityContext;
    readonly identityKey: string;
    readonly persistence: PersistencePort;
    readonly publisher: EventPublisher;
    readonly clock: Clock;
    /** Who is in charge now. */
    readonly authority: "local" | "remote";
}

/** The host's word on the open process of an Identity whose authority has changed. Harmless where there is none. */
export class DecideOpenProcessUseCase extends UseCase<
    IdentityDeletionProcess | undefined,
    IdentityDeletionProcessDTO | undefined
> {
    public constructor(
        calls: RunningCalls,
        private readonly surroundings: Surroundings
    ) {
        super(calls);
    }

    protected async run(decision: unknown): Promise<IdentityDeletionProcess | undefined> {
        const { authority } = this.surroundings;
        if (decision !== "close" && !(decision === "takeOver" && authority === "local")) {
            throw IdentityDeletionError.invalidPropertyValue(
                `decision must be close${authority === "local" ? " or takeOver" : ": a Backbone takes over nothing"}.`
            );
        }
        for (let lostRaces = 0; lostRaces < mostLostRaces; lostRaces++) {
            try {
                return await this.decideAll(decision);
            } catch (error) {
                // Somebody else has changed it since it was read: it is read again. What is decided stays decided.
                const kind = PersistenceError.kindOf(error);
                if (kind !== "staleRevision" && kind !== "notFound") throw error;
            }
        }
        throw new Error(`The store called ${mostLostRaces} revisions in a row stale that it had just answered with.`);
    }

    protected show(decided: IdentityDeletionProcess | undefined): IdentityDeletionProcessDTO | undefined {
        return decided && toDTO(decided);
    }

    private async decideAll(decision: OpenProcessDecision): Promise<IdentityDeletionProcess | undefined> {
        const { identityKey, persistence } = this.surroundings;
        let decided: IdentityDeletionProcess | undefined;
        for (const record of await persistence.findCurrent(identityKey)) {
            if (record.identityKey !== identityKey || !this.isAnothers(record)) continue;
            decided = (await this.decide(record, decision)) ?? decided;
        }
        return decided;
    }

    private isAnothers(record: StoredRecord): boolean {
        if (this.surroundings.authority === "local") return isOpenElsewhere(record);
        if (typeof record.data.authority === "string") return false;
        const { status } = processOf(record);
        return status === IdentityDeletionProcessStatus.Active || status === IdentityDeletionProcessStatus.Deleting;
    }

    private async decide(
        record: StoredRecord,
        decision: OpenProcessDecision
    ): Promise<IdentityDeletionProcess | undefined> {
        const { persistence, publisher, identity } = this.surroundings;
        if (record.data.process === undefined) {
            await persistence.delete(record.identityKey, record.key, record.revision);
            return undefined;
        }
        const before = processOf(record);
        const process = decision === "close" ? this.closed(before) : before;
        const data = { ...record.data };
        if (decision === "takeOver") delete data.authority;
        // The Backbone has not said so: where it decides again one day, its word counts more.
        if (typeof record.data.authority === "string") data.closedByAbsence = true;
        delete data.intents;
        delete data.isBeside;
        await persistence.update(nextRecord({ ...record, data, unsettled: false }, process), record.revision);
        if (process !== before) publisher.statusChanged(identity, process);
        return process;
    }

    private closed(process: IdentityDeletionProcess): IdentityDeletionProcess {
        return new IdentityDeletionProcess({
            ...process.properties,
            status: IdentityDeletionProcessStatus.Cancelled,
            cancelledAt: timestampOf(this.surroundings.clock.now()),
            cancelledByDevice: this.surroundings.identity.deviceId
        });
    }
}
