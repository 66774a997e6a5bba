import { LostRace } from "../../application/records/lostRaces";
import { Decision } from "../../domain/decisions/Decision";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { isOpen, keepsTheSlot } from "../../domain/IdentityDeletionProcessStatus";
import {
    backboneAuthority,
    deletionHasBegun,
    hasProcess,
    ProcessRecord,
    RecordWithProcess
} from "../../domain/record/ProcessRecord";
import { SentCommand } from "../../domain/record/SentCommand";
import { RemoteProcess } from "../client/answers";
import { Evidence } from "./Evidence";
import { closeByAbsence, isEffectOf, isNews, merge } from "./merge";
import { PlannedRecords } from "./PlannedRecords";
import { decidedByBackbone } from "./recordChanges";
import { currentAmong, RemoteState } from "./RemoteState";

/** What was read of the store before the Backbone was asked, and what it showed. */
export interface ReconciliationInput {
    /** What holds the slot or is unsettled. */
    readonly current: readonly ProcessRecord[];
    /** The stored records of the processes that the Backbone showed and that are not among the current ones. */
    readonly history: readonly ProcessRecord[];
    readonly evidence: Evidence;
    /** A record with a new key that says nothing yet. */
    readonly newRecord: () => ProcessRecord;
    readonly clockToleranceInMs: number;
}

/**
 * How the store comes into line with what the Backbone showed. What is new comes first and what is over goes last: in
 * between a reader sees both, and one of them unsettled, for which it asks itself; never "none" while there is a process.
 * What this host's own lifecycle has begun to delete is left to it, and what no Backbone decided stays until the host decides.
 *
 * Throws `LostRace` where a process is open in the store that was not there when the store was read.
 */
export function reconcile(input: ReconciliationInput): Decision<RemoteState> {
    return new Reconciliation(input).decide();
}

class Reconciliation {
    private readonly evidence: Evidence;
    private readonly planned: PlannedRecords;

    public constructor(private readonly input: ReconciliationInput) {
        this.evidence = input.evidence;
        this.planned = new PlannedRecords(input.current);
    }

    public decide(): Decision<RemoteState> {
        const unknown = this.unknown();
        this.nameCommands(unknown);
        this.adopt(unknown);
        this.correctKnown();
        this.makeRoom();
        this.settleRest();
        return { writes: this.planned.writes, value: this.remoteState() };
    }

    private unknown(): RemoteProcess[] {
        const { history } = this.input;
        const unknown: RemoteProcess[] = [];
        for (const remote of this.evidence.processes) {
            if (this.planned.find(remote.id) !== undefined) continue;
            const stored = history.find(({ process }) => process?.id === remote.id);
            if (stored === undefined) unknown.push(remote);
            else if (stored.process !== undefined && isOpen(stored.process.status)) {
                throw new LostRace("It was not there when the store was read.");
            } else if (isNews(stored, remote)) this.planned.update(stored, this.asShown(stored, remote));
        }
        return unknown;
    }

    /** A command to initiate becomes the process that it has brought about, or, if that is over, the one that came after. */
    private nameCommands(unknown: RemoteProcess[]): void {
        for (const record of this.planned.all()) {
            if (record.process !== undefined) continue;
            const effects = unknown.filter((remote) => record.commands.some((sent) => this.isEffect(sent, remote)));
            if (effects.length === 0) continue;
            const remote = openAmong(effects)[0] ?? openAmong(unknown)[0] ?? effects[0];
            unknown.splice(unknown.indexOf(remote), 1);
            this.planned.update(record, this.shown(record, merge(record, remote)));
        }
    }

    private adopt(unknown: readonly RemoteProcess[]): void {
        const { newRecord } = this.input;
        for (const remote of openAmong(unknown)) {
            const holder = this.planned.slotHolder();
            const process = merge(undefined, remote);
            if (holder === undefined) {
                this.planned.insert(this.shown(newRecord(), process));
            } else if (holder.process === undefined) {
                // Another device's. Our own command, if it still arrives, comes in vain or takes its place.
                const commands = this.evidence.outstanding(holder);
                this.planned.update(holder, { ...this.shown(holder, process), commands });
            } else {
                this.planned.insert({ ...this.shown(newRecord(), process), waitsForSlot: true });
            }
        }
        for (const remote of unknown.filter(({ status }) => !isOpen(status))) {
            this.planned.insert(decidedByBackbone(newRecord(), merge(undefined, remote)), { isOver: true });
        }
    }

    private correctKnown(): void {
        for (const record of this.planned.all()) {
            const remote = this.evidence.find(record.process?.id);
            if (remote === undefined || deletionHasBegun(record)) continue;
            if (isNews(record, remote) || record.missingSince !== undefined) {
                this.planned.update(record, this.asShown(record, remote));
            } else if (isOpen(remote.status) && this.evidence.isNewerThan(record.shownOpenAt)) {
                this.planned.update(record, this.noted(record, { shownOpenAt: this.evidence.moment }));
            }
        }
    }

    private asShown(record: ProcessRecord, remote: RemoteProcess): ProcessRecord {
        const process = merge(this.believed(record), remote);
        const commands = this.evidence
            .outstanding(record)
            .filter(({ command }) => command === "initiate" || isOpen(process.status));
        const waitsForSlot = keepsTheSlot(process.status) && !record.holdsSlot;
        return { ...this.shown(record, process), commands, waitsForSlot };
    }

    /** A process as the Backbone has just shown it. */
    private shown(record: ProcessRecord, process: IdentityDeletionProcess): ProcessRecord {
        const shownOpenAt = isOpen(process.status) ? this.evidence.moment : undefined;
        return { ...decidedByBackbone(record, process), shownOpenAt };
    }

    /** Lets those that wait into the slot, one after the other, as far as there is room. */
    private makeRoom(): void {
        const mayEnter = (record: ProcessRecord): boolean => record.waitsForSlot && this.evidence.showsAsOpen(record);
        for (const waiting of this.planned.all().filter(mayEnter)) {
            const holder = this.planned.slotHolder();
            if (holder !== undefined && hasProcess(holder)) {
                if (!this.isReplacedBy(waiting, holder)) return;
                this.planned.update(holder, this.closed(holder));
            }
            if (holder !== undefined && holder.process === undefined) {
                // What may still come of the command is remembered with the process that takes its place.
                const next = this.planned.latest(waiting);
                const commands = [...next.commands, ...this.evidence.outstanding(holder)];
                this.planned.update(next, this.noted(next, { commands }));
                this.planned.remove(holder);
            }
            const next = this.planned.latest(waiting);
            this.planned.update(next, this.noted(next, { waitsForSlot: false }));
        }
    }

    /** What is left: processes that the Backbone shows no more, and commands whose effect it does not show. */
    private settleRest(): void {
        for (const record of this.planned.all()) {
            const outstanding = this.evidence.outstanding(record);
            if (record.process === undefined && outstanding.length === 0) {
                this.planned.remove(record);
            } else if (hasProcess(record) && this.evidence.lacks(record)) {
                if (this.evidence.provesAbsence(record)) this.planned.update(record, this.closed(record));
                else this.keepInDoubt(record);
            } else if (record.commands.some((sent) => !outstanding.includes(sent))) {
                this.planned.update(record, this.noted(record, { commands: outstanding }));
            }
        }
    }

    /** With its commands: a cancellation that the person has asked for is not forgotten while its outcome is not known. */
    private keepInDoubt(record: ProcessRecord): void {
        const commands = this.evidence.notRefused(record);
        const missingSince = this.evidence.sinceWhenMissing(record);
        if (missingSince === record.missingSince && commands.length === record.commands.length) return;
        this.planned.update(record, this.noted(record, { commands, missingSince }));
    }

    /** Whether the slot's holder is over: its absence can be trusted, or this device's own command started the other. */
    private isReplacedBy({ process }: ProcessRecord, holder: ProcessRecord): boolean {
        if (!this.evidence.lacks(holder)) return false;
        const isEffect = (sent: SentCommand): boolean => this.isEffect(sent, process!.properties);
        return this.evidence.provesAbsence(holder) || holder.commands.some(isEffect);
    }

    private closed(record: RecordWithProcess): ProcessRecord {
        const commands = this.evidence.outstanding(record).filter(({ command }) => command === "initiate");
        const process = closeByAbsence({ ...record, commands: this.evidence.notRefused(record) });
        return { ...decidedByBackbone(record, process), commands, closedByAbsence: true };
    }

    private believed(record: ProcessRecord): ProcessRecord {
        return { ...record, commands: this.evidence.notRefused(record) };
    }

    /** The same process, of which more is known. */
    private noted(record: ProcessRecord, more: Partial<ProcessRecord>): ProcessRecord {
        return { ...record, authority: backboneAuthority, dueAt: record.deletionConfirmedAt ?? null, ...more };
    }

    private isEffect(sent: SentCommand, process: { createdByDevice?: string; createdAt?: string }): boolean {
        return isEffectOf(sent, process, this.input.clockToleranceInMs);
    }

    private remoteState(): RemoteState {
        const records = this.planned.all();
        const outstanding = records.flatMap((record) => this.evidence.outstanding(record));
        const current = currentAmong(records);
        const process = current?.process;
        return {
            process: process !== undefined && isOpen(process.status) ? process : undefined,
            isMissing: current?.missingSince !== undefined,
            isInDoubt: outstanding.length > 0,
            isInFlight: outstanding.some(({ hasEnded }) => !hasEnded)
        };
    }
}

/** Where the Backbone has let an Identity have two: the one that ends first is the one to know of. */
function openAmong(processes: readonly RemoteProcess[]): RemoteProcess[] {
    const order = ({ gracePeriodEndsAt, id }: RemoteProcess): string => `${gracePeriodEndsAt ?? ""}#${id}`;
    return processes.filter(({ status }) => isOpen(status)).sort((one, other) => (order(one) < order(other) ? -1 : 1));
}
