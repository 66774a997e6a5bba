import { GroupQueue, type WaitingCall } from "../groupCommit/GroupQueue";
import { persistenceErrorOf } from "./errors";
import type { Row } from "./rows";
import type { StatementRunner } from "./StatementRunner";
import type { GroupedStatement } from "./statements";

/** Another program's transaction may have locked a row of a group: the next group then starts without waiting for it. */
const slowAfterInMs = 100;

const keyColumn = 0;
const dataColumn = 8;

type Write = WaitingCall<unknown[], number>;

/** Calls with one statement each, which those that wait at the same moment share. */
export abstract class StatementGroups<Work, Answer> {
    private readonly queue: GroupQueue<Work, Answer>;

    public constructor(
        protected readonly runner: StatementRunner,
        protected readonly statement: GroupedStatement,
        keyOf?: (work: Work) => string
    ) {
        this.queue = new GroupQueue(async (calls) => await this.runTogether(calls), {
            keyOf,
            defer: (start) => process.nextTick(start),
            slowAfterInMs
        });
    }

    public async run(work: Work): Promise<Answer> {
        return await this.queue.run(work);
    }

    protected abstract runTogether(calls: readonly WaitingCall<Work, Answer>[]): Promise<void>;
}

/** Runs refused calls again one by one, to learn why, and all of a statement that the server has undone. */
export class WriteGroups extends StatementGroups<unknown[], number> {
    /** Every group locks its rows in the order of `orderColumn`. */
    public constructor(
        runner: StatementRunner,
        statement: GroupedStatement,
        private readonly orderColumn: number
    ) {
        super(runner, statement, (values) => values[keyColumn] as string);
    }

    protected async runTogether(calls: readonly Write[]): Promise<void> {
        if (calls.length === 1) return await this.runAlone(calls[0]);
        const outcome = await this.runner.attempt(this.statement.many, this.arraysOf(calls));
        if (!("cause" in outcome)) return await this.answer(calls, new Set(outcome.rows.map(([key]) => key)));
        if (outcome.changedNothing) return await this.answer(calls, new Set());
        throw persistenceErrorOf(outcome, false);
    }

    private async answer(calls: readonly Write[], changed: ReadonlySet<unknown>): Promise<void> {
        const refused: Write[] = [];
        for (const call of calls) {
            if (changed.has(call.work[keyColumn])) call.resolve(1);
            else refused.push(call);
        }
        await Promise.all(refused.map(async (call) => await this.runAlone(call)));
    }

    private async runAlone({ work, resolve, reject }: Write): Promise<void> {
        try {
            resolve((await this.runner.run(this.statement.one, work)).rowCount);
        } catch (error) {
            reject(error);
        }
    }

    private arraysOf(calls: readonly Write[]): unknown[] {
        const rows = calls.map(({ work }) => work).sort((one, other) => this.compare(one, other));
        return rows[0].map((_value, column) => {
            const values = rows.map((row) => row[column]);
            return column === dataColumn ? `[${values.join()}]` : values;
        });
    }

    private compare(one: unknown[], other: unknown[]): number {
        return (one[this.orderColumn] as string) < (other[this.orderColumn] as string) ? -1 : 1;
    }
}

export class ReadGroups extends StatementGroups<string, Row[]> {
    /** A row is an answer to the calls that asked for what it has in `column`. */
    public constructor(
        runner: StatementRunner,
        statement: GroupedStatement,
        private readonly column: number
    ) {
        super(runner, statement);
    }

    protected async runTogether(calls: readonly WaitingCall<string, Row[]>[]): Promise<void> {
        if (calls.length === 1) {
            return calls[0].resolve((await this.runner.run(this.statement.one, [calls[0].work])).rows);
        }
        const found = new Map<string, Row[]>(calls.map(({ work }) => [work, []]));
        const { rows } = await this.runner.run(this.statement.many, [[...found.keys()]]);
        for (const row of rows) found.get(row[this.column]!)?.push(row);
        for (const { work, resolve } of calls) resolve(found.get(work)!);
    }
}
