import { GroupQueue, type WaitingCall } from "../groupCommit/GroupQueue";
import type { Row } from "./rows";
import { slowAfterInMs } from "./StatementGroups";
import type { StatementRunner } from "./StatementRunner";
import type { GroupedStatement } from "./statements";

/** Behind the columns of a record: which of the pages a row is on, from 1. */
const numberColumn = 9;

/** One kind of page, each asked for by values of its own: those that wait at the same moment are one statement. */
export class PageGroups {
    private readonly queue: GroupQueue<unknown[], Row[]>;

    public constructor(
        private readonly runner: StatementRunner,
        private readonly statement: GroupedStatement
    ) {
        this.queue = new GroupQueue(async (calls) => await this.runTogether(calls), {
            defer: (start) => process.nextTick(start),
            slowAfterInMs
        });
    }

    public async run(values: unknown[]): Promise<Row[]> {
        return await this.queue.run(values);
    }

    private async runTogether(calls: readonly WaitingCall<unknown[], Row[]>[]): Promise<void> {
        const [{ work, resolve }] = calls;
        if (calls.length === 1) return resolve((await this.runner.run(this.statement.one, work)).rows);
        const arrays = work.map((_value, column) => calls.map((call) => call.work[column]));
        const pages: Row[][] = calls.map(() => []);
        const { rows } = await this.runner.run(this.statement.many, arrays);
        for (const row of rows) pages[Number(row[numberColumn]) - 1].push(row);
        calls.forEach((call, index) => call.resolve(pages[index]));
    }
}
