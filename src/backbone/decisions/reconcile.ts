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
import { decidedByBackbone, historyMayBeGone } from "./recordChanges";
import { currentAmong, RemoteState } from "./RemoteState";

export interface ReconciliationInput {
    /** Read before the Backbone was asked. */
    readonly current: readonly ProcessRecord[];
    /** The other stored records of processes that the Backbone showed. */
    readonly history: readonly ProcessRecord[];
    readonly evidence: Evidence;
    readonly newRecord: () => ProcessRecord;
    readonly clockToleranceInMs: number;
}

/**
 * New processes are written first and ended ones last: a reader in between sees both, one of them unsettled, and asks the
 * Backbone; it never sees "none" while there is a process. A deletion that has begun here is left alone, and what no
 * Backbone decided stays until the host decides.
 *
 * Throws `LostRace` where a process is open in the store that was not there when the store was read.
 */
export function reconcile(input: ReconciliationInput): Decision<RemoteState> {
    return new Reconciliation(input).decide();
}

/** Longer than most files: its steps change one plan after the other, and are read together. */
class Reconciliation {
    private readonly evidence: Evidence;
    private readonly planned: PlannedRecords;

    public constructor(private readonly input: ReconciliationInput) {
        this.evidence = input.evidence;
        this.planned = new PlannedRecords(input.current);
    }

    public decide(): Decision<RemoteState> {
        this.recordReplaced();
        const unknown = this.unknown();
        this.assignEffects(unknown);
        this.adopt(unknown);
        this.updateKnown();
        this.fillSlot();
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

    /** A command to initiate becomes the process that it has started, or, if that is over, the one that came after. */
    private assignEffects(unknown: RemoteProcess[]): void {
        for (const record of this.planned.all()) {
            if (record.process !== undefined) continue;
            const effects = unknown.filter((remote) => record.commands.some((sent) => this.isEffect(sent, remote)));
            if (effects.length === 0) continue;
            const remote = openAmong(effects)[0] ?? openAmong(unknown)[0] ?? effects[0];
            unknown.splice(unknown.indexOf(remote), 1);
            this.planned.update(record, this.shown(record, merge(record, remote), remote));
        }
    }

    private adopt(unknown: readonly RemoteProcess[]): void {
        const { newRecord } = this.input;
        for (const remote of openAmong(unknown)) {
            const holder = this.planned.slotHolder();
            const process = merge(undefined, remote);
            if (holder === undefined) {
                this.planned.insert(this.shown(newRecord(), process, remote));
            } else if (holder.process === undefined) {
                // Another device's. Our own command, if it still arrives, is refused or replaces it.
                const commands = this.evidence.outstanding(holder);
                this.planned.update(holder, { ...this.shown(holder, process, remote), commands });
            } else {
                const closed = hasProcess(holder) ? this.closedVersionOf(holder) : undefined;
                const place = { ...holder, missingSince: undefined };
                if (closed !== undefined) this.replace(holder, this.shown(place, process, remote), closed);
                else this.planned.insert({ ...this.shown(newRecord(), process, remote), waitsForSlot: true });
            }
        }
        if (historyMayBeGone(this.input.current)) return;
        for (const remote of unknown.filter(({ status }) => !isOpen(status))) {
            this.planned.insert(decidedByBackbone(newRecord(), merge(undefined, remote)), { isOver: true });
        }
    }

    private updateKnown(): void {
        for (const record of this.planned.all()) {
            const remote = this.evidence.find(record.process?.id);
            if (remote === undefined || deletionHasBegun(record)) continue;
            // A waiting process replaces it in `fillSlot`.
            if (record.holdsSlot && !isOpen(remote.status) && this.waiting().length > 0) continue;
            if (remote.isUnreadable) {
                if (record.process?.isActive) this.keepInDoubt(record);
            } else if (isNews(record, remote) || record.missingSince !== undefined) {
                this.planned.update(record, this.asShown(record, remote));
            } else if (isOpen(remote.status) && this.evidence.isNewerThan(record.shownOpenAt)) {
                this.planned.update(record, this.updated(record, { shownOpenAt: this.evidence.moment }));
            }
        }
    }

    private asShown(record: ProcessRecord, remote: RemoteProcess): ProcessRecord {
        const process = merge(this.withoutRefused(record), remote);
        const commands = this.evidence
            .outstanding(record)
            .filter(({ command }) => command === "initiate" || isOpen(process.status));
        const waitsForSlot =
            keepsTheSlot(process.status) && !record.holdsSlot && this.planned.slotHolder() !== undefined;
        return { ...this.shown(record, process, remote), commands, waitsForSlot };
    }

    /** In doubt where it may be open and cannot be read. */
    private shown(
        record: ProcessRecord,
        process: IdentityDeletionProcess,
        { isUnreadable }: RemoteProcess
    ): ProcessRecord {
        const shownOpenAt = isOpen(process.status) ? this.evidence.moment : undefined;
        const missingSince = isUnreadable ? this.evidence.sinceWhenMissing(record) : undefined;
        return { ...decidedByBackbone(record, process), shownOpenAt, missingSince };
    }

    /** Written into the record of the holder, which is over: so the slot is never free, not even for another authority. */
    private fillSlot(): void {
        for (const waiting of this.waiting()) {
            const holder = this.planned.slotHolder();
            if (holder === undefined) {
                this.planned.update(waiting, this.updated(waiting, { waitsForSlot: false }));
            } else if (!hasProcess(holder)) {
                this.planned.remove(waiting);
                this.planned.update(holder, this.inRecordOf(holder, waiting, this.evidence.outstanding(holder)));
            } else {
                const closed = this.closedVersionOf(holder) ?? this.closedByEffect(holder, waiting);
                if (closed === undefined) continue;
                // From here on it is unsettled: readers ask the Backbone.
                if (this.evidence.lacks(holder) && !holder.isUnsettled) this.keepInDoubt(holder);
                this.planned.remove(waiting);
                this.replace(holder, this.inRecordOf(holder, waiting, closed.commands), closed);
            }
        }
    }

    private waiting(): ProcessRecord[] {
        return this.planned.all().filter((record) => record.waitsForSlot && this.evidence.showsAsOpen(record));
    }

    /** The closed process then gets a record of its own. */
    private replace(holder: ProcessRecord, next: ProcessRecord, closed: ProcessRecord): void {
        const commands = [...next.commands, ...closed.commands.filter((sent) => !next.commands.includes(sent))];
        this.planned.update(holder, { ...next, commands, replaced: closed.process });
        this.recordReplaced({ ...closed, commands: [] });
    }

    private closedVersionOf(record: RecordWithProcess): ProcessRecord | undefined {
        if (deletionHasBegun(record)) return undefined;
        const remote = this.evidence.find(record.process.id);
        if (remote === undefined) {
            const isOver = this.evidence.lacks(record) && this.evidence.provesAbsence(record);
            return isOver ? this.closed(record) : undefined;
        }
        const isOver = !isOpen(remote.status) && (isNews(record, remote) || record.missingSince !== undefined);
        return isOver ? this.asShown(record, remote) : undefined;
    }

    /** This device's own command has started the other: so the Backbone no longer has this one. */
    private closedByEffect(record: RecordWithProcess, { process }: ProcessRecord): ProcessRecord | undefined {
        const isEffect = (sent: SentCommand): boolean => this.isEffect(sent, process!.properties);
        return this.evidence.lacks(record) && record.commands.some(isEffect) ? this.closed(record) : undefined;
    }

    private inRecordOf(
        { key, revision }: ProcessRecord,
        waiting: ProcessRecord,
        commands: readonly SentCommand[]
    ): ProcessRecord {
        const all = [...waiting.commands, ...commands];
        return { ...this.updated(waiting, { commands: all }), key, revision, waitsForSlot: false };
    }

    private recordReplaced(closed?: ProcessRecord): void {
        const { newRecord, history } = this.input;
        for (const record of this.planned.all()) {
            const { replaced } = record;
            if (replaced === undefined) continue;
            if (!history.some(({ process }) => process?.id === replaced.id)) {
                const { key, revision } = newRecord();
                const after = {
                    ...(closed ?? { ...decidedByBackbone(newRecord(), replaced), closedByAbsence: true }),
                    key,
                    revision
                };
                this.planned.insert({ ...after, replaced: undefined }, { isOver: true });
            }
            this.planned.update(record, { ...record, replaced: undefined });
        }
    }

    private settleRest(): void {
        for (const record of this.planned.all()) {
            const outstanding = this.evidence.outstanding(record);
            if (record.process === undefined && outstanding.length === 0) {
                this.planned.remove(record);
            } else if (hasProcess(record) && this.evidence.lacks(record)) {
                if (this.evidence.provesAbsence(record)) this.planned.update(record, this.closed(record));
                else this.keepInDoubt(record);
            } else if (record.commands.some((sent) => !outstanding.includes(sent))) {
                this.planned.update(record, this.updated(record, { commands: outstanding }));
            }
        }
    }

    /** Keeps its commands: a cancellation that the person has asked for is not forgotten while its outcome is not known. */
    private keepInDoubt(record: ProcessRecord): void {
        const commands = this.evidence.notRefused(record);
        const missingSince = this.evidence.sinceWhenMissing(record);
        if (missingSince === record.missingSince && commands.length === record.commands.length) return;
        this.planned.update(record, this.updated(record, { commands, missingSince }));
    }

    private closed(record: RecordWithProcess): ProcessRecord {
        const commands = this.evidence.outstanding(record).filter(({ command }) => command === "initiate");
        const process = closeByAbsence({ ...record, commands: this.evidence.notRefused(record) });
        return { ...decidedByBackbone(record, process), commands, closedByAbsence: true };
    }

    private withoutRefused(record: ProcessRecord): ProcessRecord {
        return { ...record, commands: this.evidence.notRefused(record) };
    }

    private updated(record: ProcessRecord, more: Partial<ProcessRecord>): ProcessRecord {
        return { ...record, authority: backboneAuthority, dueAt: record.deletionConfirmedAt ?? null, ...more };
    }

    private isEffect(sent: SentCommand, process: Parameters<typeof isEffectOf>[1]): boolean {
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

/** A Backbone may have let an Identity have two: the one that ends first counts. */
function openAmong(processes: readonly RemoteProcess[]): RemoteProcess[] {
    const order = ({ gracePeriodEndsAt, id }: RemoteProcess): string => `${gracePeriodEndsAt ?? ""}#${id}`;
    return processes.filter(({ status }) => isOpen(status)).sort((one, other) => (order(one) < order(other) ? -1 : 1));
}
