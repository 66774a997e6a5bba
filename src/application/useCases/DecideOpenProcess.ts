import { IdentityContext } from "../../domain/IdentityContext";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { IdentityDeletionProcessStatus, isOpen } from "../../domain/IdentityDeletionProcessStatus";
import { isTimestamp, timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { PersistenceError } from "../../ports/PersistenceError";
import { JsonObject, PersistencePort, StoredRecord } from "../../ports/PersistencePort";
import { EventPublisher } from "../EventPublisher";
import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { deletionHasBegun, isOpenElsewhere, isOpenHere, nextRecord, processOf } from "../IdentityDeletionProcessMapper";
import { RunningCalls } from "../RunningCalls";
import { UseCase } from "./UseCase";

/**
 * What shall happen to an open process that another authority than the present one has decided, or that is in doubt.
 *
 * - `close`: it is closed here, as `Cancelled` by this device. The other authority is told nothing: where a Backbone still
 *   runs the process, the Backbone still deletes the Identity. So a Backbone that is the present authority is asked first,
 *   and one that it shows is not closed.
 * - `takeOver`: the module itself decides about it from now on, and deletes the Identity at its end. One that the person has
 *   asked to cancel, with an outcome that nobody knows, becomes `Cancelled`: they have said what they want. Only where the
 *   module is the present authority; a Backbone takes over nothing (`invalidPropertyValue`).
 *
 * A deletion that has begun here can only be finished, by a lifecycle: both are refused (`deletionHasBegun`).
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
    /**
     * Asks a remote authority first, and corrects the store: what it shows is its own, and nothing about it is left for the
     * host to decide. What it answers, or that it cannot be reached, is ignored.
     */
    readonly synchronize?: (() => Promise<unknown>) | undefined;
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
        await this.surroundings.synchronize?.();
        for (let lostRaces = 0; lostRaces < mostLostRaces; lostRaces++) {
            try {
                return await this.decideAll(decision);
            } catch (error) {
                // Somebody else has changed it since it was read: it is read again. What is decided stays decided.
                const kind = PersistenceError.kindOf(error);
                if (kind !== "staleRevision" && kind !== "notFound" && kind !== "slotTaken") throw error;
            }
        }
        throw new Error(`The store called ${mostLostRaces} revisions in a row stale that it had just answered with.`);
    }

    protected show(decided: IdentityDeletionProcess | undefined): IdentityDeletionProcessDTO | undefined {
        return decided && toDTO(decided);
    }

    /**
     * Those beside the slot come first and its holder last: whatever interrupts it, one that is open holds the slot, and the
     * same word can be said again.
     */
    private async decideAll(decision: OpenProcessDecision): Promise<IdentityDeletionProcess | undefined> {
        const { identityKey, persistence, authority } = this.surroundings;
        const records = (await persistence.findCurrent(identityKey)).filter((each) => each.identityKey === identityKey);
        if (records.some(deletionHasBegun)) throw IdentityDeletionError.deletionHasBegun();
        let decided: IdentityDeletionProcess | undefined;
        for (const { record, isTakenOver } of planOf(records, decision, authority)) {
            decided = (await this.write(record, isTakenOver)) ?? decided;
        }
        return decided;
    }

    private async write(record: StoredRecord, isTakenOver: boolean): Promise<IdentityDeletionProcess | undefined> {
        const { persistence, publisher, identity } = this.surroundings;
        if (record.data.process === undefined) {
            await persistence.delete(record.identityKey, record.key, record.revision);
            return undefined;
        }
        const before = processOf(record);
        const process = isTakenOver ? before : this.closed(before, record);
        const { intents, isBeside, missingSince, shownOpenAt, authority, closedByAbsence, ...others } = record.data;
        const data: JsonObject = { ...others };
        if (!isTakenOver && typeof authority === "string") {
            data.authority = authority;
            // The Backbone has not said so: where it decides again one day, its word counts more.
            data.closedByAbsence = true;
        }
        await persistence.update(nextRecord({ ...record, data, unsettled: false }, process), record.revision);
        // One that waited for the slot was not announced yet.
        if (process !== before || isBeside === true) publisher.statusChanged(identity, process);
        return process;
    }

    /** By the person's own word, where that is known. */
    private closed(process: IdentityDeletionProcess, record: StoredRecord): IdentityDeletionProcess {
        if (!isOpen(process.status)) return process;
        const { identity, clock } = this.surroundings;
        const cancellation = unsettledCancellationOf(record);
        return new IdentityDeletionProcess({
            ...process.properties,
            status: IdentityDeletionProcessStatus.Cancelled,
            cancelledAt: isTimestamp(cancellation?.requestedAt) ? cancellation.requestedAt : timestampOf(clock.now()),
            cancelledByDevice: typeof cancellation?.device === "string" ? cancellation.device : identity.deviceId
        });
    }
}

interface PlannedWrite {
    readonly record: StoredRecord;
    readonly isTakenOver: boolean;
}

/** What becomes of each record that the decision is about, in the order in which it is written. */
function planOf(
    records: readonly StoredRecord[],
    decision: OpenProcessDecision,
    authority: "local" | "remote"
): PlannedWrite[] {
    const meant = records.filter((record) => (authority === "local" ? isOpenElsewhere(record) : isForRemote(record)));
    const isCancelled = meant.some((record) => unsettledCancellationOf(record) !== undefined);
    const heir = decision === "takeOver" && !isCancelled ? heirAmong(records, meant) : undefined;
    const holdsSlot = ({ slot, identityKey }: StoredRecord): number => (slot === identityKey ? 1 : 0);
    return meant
        .map((record) => ({ record, isTakenOver: record === heir }))
        .sort(
            (one, other) =>
                Number(one.isTakenOver) - Number(other.isTakenOver) || holdsSlot(one.record) - holdsSlot(other.record)
        );
}

/** The slot's holder; where it is no process yet, or none is there, the one that ends last: nobody is deleted too early. */
function heirAmong(records: readonly StoredRecord[], meant: readonly StoredRecord[]): StoredRecord | undefined {
    const holder = records.find(({ slot, identityKey }) => slot === identityKey);
    if (holder !== undefined && !meant.includes(holder)) return undefined;
    const isProcess = ({ data }: StoredRecord): boolean => data.process !== undefined;
    const open = meant.filter((record) => isProcess(record) && isOpen(processOf(record).status));
    const endOf = (record: StoredRecord): string => processOf(record).properties.gracePeriodEndsAt ?? "never";
    return (
        open.find((record) => record === holder) ?? open.sort((one, other) => (endOf(one) < endOf(other) ? 1 : -1))[0]
    );
}

/** Where a Backbone decides: what no Backbone ever decided, and what this one no longer shows. */
function isForRemote(record: StoredRecord): boolean {
    return isOpenHere(record) || typeof record.data.missingSince === "string";
}

/** The person has asked to cancel it, and nobody knows whether the Backbone heard. */
function unsettledCancellationOf({ data }: StoredRecord): JsonObject | undefined {
    const intents = (Array.isArray(data.intents) ? data.intents : []) as (JsonObject | null)[];
    return intents.find((intent) => intent?.command === "cancel") ?? undefined;
}
