import { EventPublisher } from "../../application/EventPublisher";
import { Pseudonyms } from "../../application/pseudonym/Pseudonyms";
import { Retry } from "../../domain/retry";
import { PersistencePort } from "../../ports/PersistencePort";
import { DeleterPlan } from "../deletion/DeleterPlan";
import { HostCalls } from "../run/HostCalls";
import { LifecycleErrorOrigin, LifecycleEvent } from "./LifecycleObserver";
import { Notifier } from "./Notifier";
import { ReminderSchedule } from "../reminders/ReminderSchedule";

export interface LifecycleSettings {
    readonly plan: DeleterPlan;
    readonly schedule: ReminderSchedule;
    readonly notifier: Notifier | undefined;
    readonly finalNoticeTimeoutInMs: number;
    readonly leaseInMs: number;
    readonly retry: Retry;
    /** After that attempt, 1 for the first. */
    readonly delayInMs: (attempt: number) => number;
    readonly worker: string;
    /** Never throws, and neither does `report`. */
    readonly observe: (event: LifecycleEvent) => void;
    readonly report: (error: unknown, origin: LifecycleErrorOrigin) => void;
}

export interface Dependencies extends LifecycleSettings {
    readonly persistence: PersistencePort;
    readonly publisher: EventPublisher;
    readonly pseudonyms: Pseudonyms | undefined;
    readonly calls: HostCalls;
    readonly authority: "local" | "remote";
}
