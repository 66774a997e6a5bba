import { processOf } from "../application/IdentityDeletionProcessMapper";
import { addressOf } from "../application/pseudonym/addressOf";
import { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { Timestamp } from "../domain/Timestamp";
import { PersistenceError } from "../ports/PersistenceError";
import { JsonObject, PersistencePort, StoredRecord } from "../ports/PersistencePort";
import { LifecycleState, lifecycleStateFrom, lifecycleStateToJson } from "./LifecycleState";

/** Another writer was faster; what was read no longer counts. */
export class LostRace extends Error {
    public override readonly name = "LostRace";
}

/** What a write changes; what is absent stays. */
export interface Change {
    readonly process?: IdentityDeletionProcess;
    readonly state?: Partial<LifecycleState>;
    readonly dueAt: Timestamp | null;
}

/**
 * One process that the lifecycle has in hand, as it stands after its last write. Every write is a compare-and-set on the
 * revision that the write before has left: as soon as anybody else has written, the person or another worker, all further
 * writes throw `LostRace`. So a late checkpoint of a worker that was given up changes nothing.
 */
export class HeldProcess {
    private constructor(
        private readonly persistence: PersistencePort,
        /** Until the tombstone the record holds it in the clear. */
        public readonly address: string,
        private current: StoredRecord,
        private currentProcess: IdentityDeletionProcess,
        private currentState: LifecycleState
    ) {}

    /**
     * Throws `storeIsCorrupt` for what this module cannot have written: also for a record that does not say in the clear whose
     * it is, or names another Identity than its own. Deleters that were given a pseudonym would find nothing, and all would
     * be called done; given another's address they would delete that one's data.
     */
    public static of(
        persistence: PersistencePort,
        record: StoredRecord,
        pseudonyms: Pseudonyms | undefined
    ): HeldProcess {
        const process = processOf(record);
        const address = addressOf(record, pseudonyms);
        return new HeldProcess(persistence, address, record, process, lifecycleStateFrom(record.data.lifecycle));
    }

    public get record(): StoredRecord {
        return this.current;
    }

    public get process(): IdentityDeletionProcess {
        return this.currentProcess;
    }

    public get state(): LifecycleState {
        return this.currentState;
    }

    /** Whether a worker has begun to delete the Identity. */
    public get isDeletion(): boolean {
        return this.currentState.promised.length > 0;
    }

    public get isDecidedElsewhere(): boolean {
        return typeof this.current.data.authority === "string";
    }

    public async write({ process = this.currentProcess, state, dueAt }: Change): Promise<void> {
        const nextState = { ...this.currentState, ...state };
        await this.replace({
            ...this.current,
            dueAt,
            data: {
                ...this.current.data,
                process: process.properties as unknown as JsonObject,
                lifecycle: lifecycleStateToJson(nextState)
            }
        });
        this.currentProcess = process;
        this.currentState = nextState;
    }

    /** The whole record but its key, whose it is and its revision. */
    public async replace(record: StoredRecord): Promise<void> {
        const next = { ...record, revision: this.current.revision + 1 };
        await raced(this.persistence.update(next, this.current.revision));
        this.current = next;
    }
}

export async function raced(write: Promise<void>): Promise<void> {
    try {
        await write;
    } catch (error) {
        const kind = PersistenceError.kindOf(error);
        if (kind === "staleRevision" || kind === "notFound") {
            throw new LostRace("Another writer was faster.", { cause: error });
        }
        throw error;
    }
}
