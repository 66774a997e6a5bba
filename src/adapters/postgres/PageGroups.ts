import type { WaitingCall } from "../groupCommit/GroupQueue";
import type { Row } from "./rows";
import { StatementGroups } from "./StatementGroups";

/** Behind the columns of a record: which of the pages a row is on, from 1. */
const numberColumn = 9;

export class PageGroups extends StatementGroups<unknown[], Row[]> {
    protected async runTogether(calls: readonly WaitingCall<unknown[], Row[]>[]): Promise<void> {
        const [{ work, resolve }] = calls;
        if (calls.length === 1) return resolve((await this.runner.run(this.statement.one, work)).rows);
        const arrays = work.map((_value, column) => calls.map((call) => call.work[column]));
        const pages: Row[][] = calls.map(() => []);
        const { rows } = await this.runner.run(this.statement.many, arrays);
        for (const row of rows) pages[Number(row[numberColumn]) - 1].push(row);
        calls.forEach((call, index) => call.resolve(pages[index]));
    }
}
