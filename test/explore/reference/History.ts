import type { Effect, Operation, Reply } from "../CallRun";
import { isCommand, isList as isListRequest, isQuiet } from "../ModelBackbone";
import { holderAmong, type Stored } from "./stored";

/** What a call has asked for, and what it was answered. */
export interface Step {
    readonly operation: Operation;
    readonly reply: Reply;
    /** What the call has done between this answer and its next question. */
    readonly effects: readonly Effect[];
}

export interface WriteStep extends Step {
    readonly operation: Operation & { readonly kind: "write" };
}

export interface Change {
    readonly before: Stored | undefined;
    /** Absent: it is removed. */
    readonly after: Stored | undefined;
}

/** All that a call was told so far. It knows no more, so what it may do next follows from it. */
export class History {
    public constructor(
        public readonly steps: readonly Step[],
        /** When the call began. */
        public readonly begunAt: number
    ) {}

    /** What time the call last learnt. */
    public get now(): number {
        return this.steps.at(-1)?.reply.now ?? this.begunAt;
    }

    public get last(): Step | undefined {
        return this.steps.at(-1);
    }

    public first(count: number): History {
        return new History(this.steps.slice(0, count), this.begunAt);
    }

    /** Without what is asked only to be let in. */
    public get plain(): readonly Step[] {
        return this.steps.filter(({ operation }) => operation.kind !== "request" || !isQuiet(operation));
    }

    /** How many steps at the end are writes. */
    public get writesAtEnd(): number {
        const last = lastIndexIn(this.steps, ({ operation }) => operation.kind !== "write");
        return this.steps.length - 1 - last;
    }

    /** The steps since the Identity's records were read last, that reading included. */
    public get sinceLook(): readonly Step[] {
        return this.steps.slice(Math.max(0, lastIndexIn(this.steps, isLook)));
    }

    /** The records as the call knows them: what it has read, with what it has written since. */
    public known(): Stored[] {
        const known = new Map<string, Stored>();
        for (const { operation, reply } of this.steps) {
            if (reply.failure !== undefined) continue;
            if (operation.kind === "read") {
                const isWhole = operation.method === "list" && operation.args[1] === undefined;
                if (operation.method === "findCurrent" || isWhole) known.clear();
                for (const record of recordsIn(reply.value)) known.set(record.key, record);
            } else if (operation.kind === "write") {
                const { method, args } = operation;
                if (method === "delete") known.delete(args[1] as string);
                else known.set((args[0] as Stored).key, args[0] as Stored);
            }
        }
        return [...known.values()];
    }

    /** What its last `count` writes have changed; absent where one of them has failed. */
    public changes(count: number): Change[] | undefined {
        const changes: Change[] = [];
        for (let index = this.steps.length - count; index < this.steps.length; index++) {
            const { operation, reply } = this.steps[index];
            if (reply.failure !== undefined) return undefined;
            changes.push(changeOf(operation as WriteStep["operation"], this.first(index)));
        }
        return changes;
    }
}

export function changeOf({ method, args }: WriteStep["operation"], history: History): Change {
    const key = method === "delete" ? (args[1] as string) : (args[0] as Stored).key;
    const revision = method === "delete" ? args[2] : args[1];
    const versions = [...history.known(), ...history.steps.flatMap(versionsIn)];
    const isBefore = (record: Stored): boolean => record.key === key && record.revision === revision;
    const before = method === "insert" ? undefined : versions.find(isBefore);
    return { before, after: method === "delete" ? undefined : (args[0] as Stored) };
}

/** Each record that was read, or written, as it was then. */
export function versionsIn({ operation, reply }: Step): Stored[] {
    if (reply.failure !== undefined) return [];
    if (operation.kind === "read") return recordsIn(reply.value);
    return operation.kind === "write" && operation.method !== "delete" ? [operation.args[0] as Stored] : [];
}

export function isLook({ operation }: Step): boolean {
    return operation.kind === "read" && operation.method === "findCurrent";
}

/** Whether a Backbone's whole list is asked for. */
export function isList({ operation }: Step): boolean {
    return operation.kind === "request" && isListRequest(operation);
}

export function isSent({ operation }: Step): boolean {
    return operation.kind === "request" && isCommand(operation);
}

/** Another writer was faster. */
export function isLostRace({ operation, reply: { failure } }: Step): boolean {
    return operation.kind === "write" && failure !== undefined && failure !== "unavailable";
}

export function lookedAt(history: History): { records: readonly Stored[]; holder: Stored | undefined } {
    const look = history.sinceLook[0] as Step | undefined;
    const records = look === undefined || !isLook(look) ? [] : recordsIn(look.reply.value);
    return { records, holder: holderAmong(records) };
}

export function recordsIn(value: unknown): Stored[] {
    if (Array.isArray(value)) return value as Stored[];
    return value === undefined || value === null ? [] : [value as Stored];
}

export function lastIndexIn(steps: readonly Step[], test: (step: Step) => boolean): number {
    for (let index = steps.length - 1; index >= 0; index--) if (test(steps[index])) return index;
    return -1;
}

export function lastIn(steps: readonly Step[], test: (step: Step) => boolean): Step | undefined {
    return steps[lastIndexIn(steps, test)];
}
