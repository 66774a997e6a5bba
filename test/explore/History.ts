import { IdentityDeletionProcessStatus, isOpen, readStatus } from "../../src/domain/IdentityDeletionProcessStatus";
import type { ProcessRecord } from "../../src/domain/record/ProcessRecord";
import type { StoredRecord } from "../../src";
import type { Call } from "./World";

interface Shown {
    readonly id: string;
    readonly status: string;
}

interface Situation {
    readonly backbone: { readonly open: { readonly id: string } | undefined; readonly isOver: boolean };
}

/** What was answered, heard and done so far, and what of it breaks a promise. */
export class History {
    public readonly violations: string[] = [];
    /** A program ended, or the answer to its write was lost, between the write and its event. */
    public isEventLost = false;
    /** Processes whose cancellation was answered with success. */
    private readonly cancelled = new Set<string>();
    /** Processes that the host has decided by its own word. */
    private readonly decidedByHost = new Set<string>();
    /** Processes that a deleter has begun to delete. */
    private readonly begun = new Set<string>();
    private readonly told = new Map<string, string[]>();

    /** What a later promise depends on. */
    public facts(): unknown {
        return [[...this.cancelled].sort(), [...this.decidedByHost].sort(), [...this.begun].sort(), this.isEventLost];
    }

    public heard(store: string, event: unknown): void {
        const { namespace, data } = event as { namespace: string; data?: Shown };
        if (!namespace.endsWith("identityDeletionProcessStatusChanged") || data === undefined) return;
        const key = `${store} ${data.id}`;
        this.told.set(key, [...(this.told.get(key) ?? []), data.status]);
    }

    /** `knownOpen` is the process that was known to be open when the call was made. */
    public answered(
        call: Call,
        code: string,
        value: unknown,
        { backbone }: Situation,
        knownOpen: string | undefined
    ): void {
        const shown = value as Shown | undefined;
        if (call === "cancel" && code === "ok") {
            this.cancelled.add(shown!.id);
            if (this.begun.has(shown!.id)) this.violations.push(`cancelled after a deleter had begun: ${shown!.id}`);
        }
        if ((call === "close" || call === "takeOver") && code === "ok" && shown !== undefined) {
            this.decidedByHost.add(shown.id);
        }
        const saysNone = call === "getActive" && code.endsWith("noActiveIdentityDeletionProcess");
        const { open, isOver } = backbone;
        const isStillOpen = open !== undefined && open.id === knownOpen && !isOver;
        if (saysNone && isStillOpen && !this.decidedByHost.has(open.id)) {
            this.violations.push(`none is said while the Backbone's process is open: ${open.id}`);
        }
    }

    public deleterBegins(now: number, records: readonly ProcessRecord[]): void {
        for (const { process } of records) {
            if (process?.status !== IdentityDeletionProcessStatus.Deleting) continue;
            this.begun.add(process.id);
            if (now < Date.parse(process.properties.gracePeriodEndsAt!)) {
                this.violations.push(`deleted before the end: ${process.id}`);
            }
            if (this.cancelled.has(process.id)) this.violations.push(`deleted after a cancel: ${process.id}`);
        }
    }

    /** A worker's write must not come after its lease has gone to another. */
    public written(actor: string, label: string, args: readonly unknown[], now: number): void {
        if (label !== "update") return;
        const { data, dueAt } = args[0] as StoredRecord;
        const { worker } = (data.lifecycle ?? {}) as { worker?: string };
        if (worker === undefined || worker === actor || dueAt === null || Date.parse(dueAt) <= now) return;
        if (readStatus((data.process as { status: string }).status) !== "Deleting") return;
        this.violations.push(`${actor} has written while ${worker} has the lease`);
    }

    /** What must hold in every state of a store. */
    public check(records: readonly ProcessRecord[]): void {
        const open = records.filter(({ process }) => process !== undefined && isOpen(process.status));
        const holders = open.filter(({ holdsSlot }) => holdsSlot);
        if (holders.length > 1) this.violations.push("two open processes hold the slot");
        if (open.some(({ holdsSlot, isUnsettled }) => !holdsSlot && !isUnsettled)) {
            this.violations.push("an open process neither holds the slot nor is unsettled");
        }
        if (open.length > 0 && !records.some(({ holdsSlot }) => holdsSlot)) {
            this.violations.push("the slot is free while a process is open");
        }
        for (const { process, authority, missingSince } of open) {
            const isNamed = process !== undefined && this.cancelled.has(process.id);
            if (isNamed && authority === undefined && missingSince === undefined) {
                this.violations.push(`open although its cancellation was answered: ${process.id}`);
            }
        }
    }

    /** The last event about a process is its present state. */
    public checkEvents(store: string, records: readonly ProcessRecord[]): void {
        if (this.isEventLost) return;
        for (const { process, isUnsettled, unlisted } of records) {
            const last =
                process === undefined || unlisted ? undefined : this.told.get(`${store} ${process.id}`)?.at(-1);
            if (last === undefined || isUnsettled || last === process!.status) continue;
            this.violations.push(`the last event says ${last}, and it is ${process!.status}`);
        }
        for (const [id, statuses] of this.told) {
            const isTwice = statuses.some((status, index) => statuses.indexOf(status) < index && status !== "Active");
            if (isTwice) this.violations.push(`a change was told twice: ${id} ${statuses.join()}`);
        }
    }
}
