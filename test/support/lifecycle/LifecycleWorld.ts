import { DateTime } from "luxon";
import { IdentityDeletionModule, type IdentityContext, type PersistencePort, type StoredRecord } from "../../../src";
import { requireReadable } from "../../../src/ports/unreadableRecords";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import {
    Deleter,
    FinalNotice,
    Lifecycle,
    LifecycleEvent,
    LifecycleOptions,
    Notifier,
    Reminder
} from "../../../src/lifecycle";
import { PseudonymKey } from "../../../src/pseudonymization";
import { FixedClock } from "../../../src/testing";
import { alice } from "../fixtures";
import { RecordingEventBus } from "../RecordingEventBus";
import { VirtualTimer } from "./VirtualTimer";

export const pseudonymKey = PseudonymKey.of(Uint8Array.from({ length: 32 }, (_, index) => index));

/** A notifier that remembers what it was handed, and does what a test says. */
export class RecordingNotifier implements Notifier {
    public readonly reminders: Reminder[] = [];
    public readonly notices: FinalNotice[] = [];
    public behaviour: (signal: AbortSignal) => Promise<void> = async () => {};

    public async remind(reminder: Reminder, { signal }: { signal: AbortSignal }): Promise<void> {
        this.reminders.push(reminder);
        await this.behaviour(signal);
    }

    public async notifyOfDeletion(notice: FinalNotice, { signal }: { signal: AbortSignal }): Promise<void> {
        this.notices.push(notice);
        await this.behaviour(signal);
    }
}

export interface WorldOptions extends Partial<LifecycleOptions> {
    readonly persistence?: PersistencePort;
    readonly clock?: FixedClock;
}

/** One worker: a module with a lifecycle over a store that it may share with others, and all that it did. */
export class LifecycleWorld {
    public readonly notifier = new RecordingNotifier();
    public readonly events: LifecycleEvent[] = [];
    public readonly bus = new RecordingEventBus();
    public readonly errors: unknown[] = [];
    public readonly deleted: string[] = [];
    public module!: IdentityDeletionModule<Lifecycle>;

    private constructor(
        public readonly persistence: PersistencePort,
        public readonly clock: FixedClock,
        public readonly timer: VirtualTimer
    ) {}

    public static async create(options: WorldOptions = {}): Promise<LifecycleWorld> {
        const { persistence = new InMemoryPersistence(), clock = new FixedClock(), ...rest } = options;
        const timer = new VirtualTimer(clock);
        const late: { world?: LifecycleWorld } = {};
        const lifecycle = Lifecycle.configure({
            deleters: [
                { name: "files", deleteIdentityData: async (address) => void late.world!.deleted.push(address) }
            ],
            notifier: {
                remind: (...args) => late.world!.notifier.remind(...args),
                notifyOfDeletion: (...args) => late.world!.notifier.notifyOfDeletion(...args)
            },
            observer: { observe: (event) => void late.world!.events.push(event) },
            onError: (error) => void late.world!.errors.push(error),
            timer,
            random: () => 0,
            ...rest
        });
        const world = new LifecycleWorld(persistence, clock, timer);
        late.world = world;
        world.module = await IdentityDeletionModule.create({
            persistence,
            clock,
            pseudonymKey,
            lifecycle,
            eventBus: world.bus
        });
        return world;
    }

    public get lifecycle(): Lifecycle {
        return this.module.lifecycle;
    }

    public of(
        identity: IdentityContext = alice
    ): ReturnType<IdentityDeletionModule["forIdentity"]>["identityDeletionProcesses"] {
        return this.module.forIdentity(identity).identityDeletionProcesses;
    }

    /** The id of the new process. */
    public async initiate(identity: IdentityContext = alice, lengthOfGracePeriodInDays?: number): Promise<string> {
        const result = await this.of(identity).initiateIdentityDeletionProcess({
            ...(lengthOfGracePeriodInDays === undefined ? {} : { lengthOfGracePeriodInDays })
        });
        expect(result).toBeSuccessful();
        return result.value.id;
    }

    /** The Identity's records as they are stored, oldest first. */
    public async records(identity: IdentityContext = alice): Promise<StoredRecord[]> {
        return requireReadable(await this.persistence.list(pseudonymKey.identityKeyOf(identity.address)));
    }

    public get eventTypes(): string[] {
        return this.events.map(({ type }) => type).filter((type) => type !== "runFinished");
    }

    public get reminded(): number[] {
        return this.notifier.reminders.map(({ daysBeforeEnd }) => daysBeforeEnd);
    }

    public at(moment: string): DateTime {
        return DateTime.fromISO(moment, { zone: "utc" });
    }
}

/** An Identity of its own for each number. */
export function person(number: number): IdentityContext {
    return { address: `did:e:example.org:dids:${String(number).padStart(22, "0")}`, deviceId: "DVCsomebodysphone001" };
}

/** A deleter that records its calls and does what `behaviour` says. */
export function deleter(name: string, behaviour?: Deleter["deleteIdentityData"], dependsOn?: string[]): Deleter {
    return { name, dependsOn, deleteIdentityData: behaviour ?? (async () => {}) };
}
