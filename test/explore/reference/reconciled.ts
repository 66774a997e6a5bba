// What a store must say once a Backbone has shown its processes, told record by record.
import { byBackbone, cancellation, isNews, merged } from "./merged";
import { type Evidence, isEffect, isOlderThanADay, openAmong, outstanding, provesAbsence, type Shown } from "./shown";
import {
    type Command,
    commandsOf,
    type Entry,
    hasBegun,
    holderAmong,
    isOpen,
    isOpenHere,
    type Process
} from "./stored";

interface Known {
    readonly records: readonly Entry[];
    /** Records of the past that the Backbone shows as well. */
    readonly history: readonly Entry[];
    readonly address: string;
}

/** Absent: what was read does not count any more. */
export function reconciled(known: Known, evidence: Evidence): Entry[] | undefined {
    return new Reconciled(known, evidence).records();
}

class Reconciled {
    private readonly now: string;
    private current: Entry[];
    private past: Entry[];

    public constructor(
        private readonly known: Known,
        private readonly evidence: Evidence
    ) {
        this.now = new Date(evidence.askedAt).toISOString();
        this.current = [...known.records];
        this.past = [...known.history];
    }

    public records(): Entry[] | undefined {
        if (this.past.some(({ data }) => isOpen(data.process) && this.shown(data.process) !== undefined))
            return undefined;
        this.current = this.current.map((record) => this.withoutReplaced(record));
        const unknown = this.evidence.shown.filter(({ id }) => !this.isKnown(id));
        this.past = this.past.map((record) => {
            const shown = this.shown(record.data.process);
            return shown !== undefined && isNews(record, shown) ? this.asShown(record, shown) : record;
        });
        const back = this.past.filter(({ data }) => isOpen(data.process));
        this.past = this.past.filter((record) => !back.includes(record));
        this.current.push(...back);
        this.assign(unknown);
        for (const shown of openAmong(unknown)) this.place(this.newEntry(shown));
        this.current = this.current.map((record) => this.told(record));
        for (const record of this.current.filter(({ data }) => data.isBeside === true)) this.takeSlot(record);
        const isOver = unknown.filter((process) => !isOpen(process));
        const isGone = this.known.records.some((each) => isOpenHere(each) || each.data.process?.status === "Deleted");
        if (!isGone) this.past.push(...isOver.map((process) => this.newEntry(process)));
        return [...this.current.flatMap((record) => this.settled(record) ?? []), ...this.past];
    }

    private shown(process: Process | undefined): Shown | undefined {
        return this.evidence.shown.find(({ id }) => id === process?.id);
    }

    private isKnown(id: string): boolean {
        return [...this.current, ...this.past].some(({ data }) => data.process?.id === id);
    }

    /** A process whose place was taken has a record of its own. */
    private withoutReplaced(record: Entry): Entry {
        const { replaced, ...data } = record.data;
        if (replaced !== undefined && !this.isKnown(replaced.id)) {
            this.past.push(
                byBackbone({ key: "new", dueAt: null, data: { address: data.address } }, replaced, {
                    closedByAbsence: true
                })
            );
        }
        return replaced === undefined ? record : { ...record, data };
    }

    private newEntry(shown: Shown): Entry {
        return this.withShown({ key: "new", dueAt: null, data: { address: this.known.address } }, shown, undefined);
    }

    private withShown(record: Entry, shown: Shown, known: Entry | undefined): Entry {
        const process = merged(known, shown);
        const { missingSince } = record.data;
        const more = {
            shownOpenAt: isOpen(process) ? this.now : undefined,
            missingSince: shown.isUnreadable === true ? (this.notLater(missingSince) ?? this.now) : undefined
        };
        return byBackbone(record, process, more);
    }

    private notLater(moment: string | undefined): string | undefined {
        return moment !== undefined && moment <= this.now ? moment : undefined;
    }

    /** Commands that were not refused. */
    private commands(record: Entry): readonly Command[] {
        const { refused } = this.evidence;
        if (refused?.key !== record.key) return commandsOf(record);
        return commandsOf(record).filter(({ command }) => command !== refused.command);
    }

    private outstanding(record: Entry): Command[] {
        return outstanding(this.commands(record), this.evidence.askedAt);
    }

    private asShown(record: Entry, shown: Shown): Entry {
        const after = this.withShown(record, shown, withCommands(record, this.commands(record)));
        const { process } = after.data;
        const intents = this.outstanding(record).filter(({ command }) => command === "initiate" || isOpen(process));
        const others = this.current.filter((each) => each !== record);
        const wasHolder = holderAmong(this.current) === record;
        const isBeside = isOpen(process) && !wasHolder && holderAmong(others) !== undefined;
        return withCommands({ ...after, data: { ...after.data, isBeside } }, intents);
    }

    /** A command to initiate becomes what it has brought about. What is taken is removed from `unknown`. */
    private assign(unknown: Shown[]): void {
        this.current = this.current.map((record) => {
            if (record.data.process !== undefined) return record;
            const effects = unknown.filter((each) => commandsOf(record).some((sent) => isEffect(sent, each)));
            const chosen =
                openAmong(effects).at(0) ??
                (effects.length > 0 ? openAmong(unknown).at(0) : undefined) ??
                effects.at(0);
            if (chosen === undefined) return record;
            unknown.splice(unknown.indexOf(chosen), 1);
            return this.withShown(record, chosen, record);
        });
    }

    /** A process that is open and new here takes the slot, or waits for it. */
    private place(entry: Entry): void {
        const holder = holderAmong(this.current);
        if (holder === undefined) this.current.push(entry);
        else if (holder.data.process === undefined) this.replace(holder, withCommands(entry, this.outstanding(holder)));
        else if (!this.putInPlace(holder, this.closedOrOver(holder), entry)) {
            this.current.push({ ...entry, data: { ...entry.data, isBeside: true } });
        }
    }

    /** One that waits and that the Backbone shows open takes the slot of what is over. */
    private takeSlot(waiting: Entry): void {
        const shown = this.shown(waiting.data.process);
        if (shown === undefined || !isOpen(shown)) return;
        const holder = holderAmong(this.current);
        const { isBeside: _, ...data } = waiting.data;
        const next = { ...waiting, dueAt: data.deletionConfirmedAt ?? null, data: { ...data, authority: "backbone" } };
        if (holder === undefined) return this.replace(waiting, next);
        if (holder.data.process === undefined) {
            this.current = this.current.filter((each) => each !== waiting);
            return this.replace(holder, withCommands(next, [...commandsOf(next), ...this.outstanding(holder)]));
        }
        const isOwn = commandsOf(holder).some((sent) => isEffect(sent, waiting.data.process!));
        const closed = this.closedOrOver(holder) ?? (isOwn && this.lacks(holder) ? this.closed(holder) : undefined);
        if (closed !== undefined) this.current = this.current.filter((each) => each !== waiting);
        this.putInPlace(holder, closed, next);
    }

    /** The commands of both stay with the one that has the slot. */
    private putInPlace(holder: Entry, closed: Entry | undefined, next: Entry): boolean {
        if (closed === undefined) return false;
        this.past.push(withCommands({ ...closed, key: "new" }, []));
        this.replace(holder, withCommands(next, [...commandsOf(next), ...commandsOf(closed)]));
        return true;
    }

    private replace(record: Entry, next: Entry): void {
        this.current = this.current.map((each) => (each === record ? next : each));
    }

    /** What is left of a process that is known to be over. */
    private closedOrOver(record: Entry): Entry | undefined {
        const shown = this.shown(record.data.process);
        if (hasBegun(record)) return undefined;
        if (shown === undefined) return this.isGone(record) ? this.closed(record) : undefined;
        const isOver = !isOpen(shown) && (isNews(record, shown) || record.data.missingSince !== undefined);
        return isOver ? this.asShown(record, shown) : undefined;
    }

    private lacks({ data: { process, authority } }: Entry): boolean {
        return process?.status === "Active" && authority === "backbone" && this.shown(process) === undefined;
    }

    private isGone(record: Entry): boolean {
        const { process, shownOpenAt, missingSince } = record.data;
        return this.lacks(record) && provesAbsence(this.evidence, process!.id, [shownOpenAt, missingSince]);
    }

    private closed(record: Entry): Entry {
        const known = withCommands(record, this.commands(record));
        const process = { ...record.data.process!, status: "Cancelled", ...cancellation(known) };
        const intents = this.outstanding(record).filter(({ command }) => command === "initiate");
        return withCommands(byBackbone(record, process, { closedByAbsence: true }), intents);
    }

    private inDoubt(record: Entry): Entry {
        const missingSince = this.notLater(record.data.missingSince) ?? this.now;
        const commands = this.commands(record);
        const isSame = missingSince === record.data.missingSince && commands.length === commandsOf(record).length;
        return isSame
            ? record
            : this.updated(withCommands({ ...record, data: { ...record.data, missingSince } }, commands));
    }

    private updated({ key, data }: Entry): Entry {
        return { key, dueAt: data.deletionConfirmedAt ?? null, data: { ...data, authority: "backbone" } };
    }

    /** With what the Backbone shows of its own process. */
    private told(record: Entry): Entry {
        const shown = this.shown(record.data.process);
        if (shown === undefined || hasBegun(record)) return record;
        if (!isOpen(shown) && holderAmong(this.current) === record && this.isAwaited()) return record;
        if (shown.isUnreadable === true)
            return record.data.process!.status === "Active" ? this.inDoubt(record) : record;
        if (isNews(record, shown) || record.data.missingSince !== undefined) return this.asShown(record, shown);
        if (!isOpen(shown) || !isOlderThanADay(record.data.shownOpenAt, this.evidence.askedAt)) return record;
        return this.updated({ ...record, data: { ...record.data, shownOpenAt: this.now } });
    }

    private isAwaited(): boolean {
        return this.current.some(({ data }) => data.isBeside === true && isOpen(this.shown(data.process)));
    }

    /** What the Backbone does not show, and commands whose effect it does not show. */
    private settled(record: Entry): Entry | undefined {
        const intents = this.outstanding(record);
        if (record.data.process === undefined && intents.length === 0) return undefined;
        if (this.lacks(record)) return this.isGone(record) ? this.closed(record) : this.inDoubt(record);
        const isSame = commandsOf(record).every((sent) => intents.includes(sent));
        return isSame ? record : this.updated(withCommands(record, intents));
    }
}

export function withCommands(record: Entry, intents: readonly Command[]): Entry {
    const { intents: _, ...data } = record.data;
    return { ...record, data: intents.length === 0 ? data : { ...data, intents } };
}
