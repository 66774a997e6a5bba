import { PersistenceError } from "../../ports/PersistenceError";
import { WaitingCall } from "../groupCommit/GroupQueue";
import { isLocked } from "./errors";
import { inTransaction } from "./inTransaction";
import { LockRetry } from "./LockRetry";
import { SqliteConnection } from "./SqliteConnection";
import { Statements } from "./statements";

/** One statement that changes at most one row. It throws what the port says, and then has changed nothing. */
export type Write = (statements: Statements) => void;

type WriteCall = WaitingCall<Write, void>;

/** With one sync. After any failure but a refusing constraint, each runs again alone; a failed commit is not retried. */
export async function writeTogether(
    calls: readonly WriteCall[],
    lockRetry: LockRetry,
    requireOpen: () => SqliteConnection
): Promise<void> {
    let left = calls;
    let isCommitting = false;
    const newest = calls[calls.length - 1].since;
    try {
        await lockRetry.write(() => {
            const { database, statements } = requireOpen();
            try {
                isCommitting = false;
                const answers = inTransaction(database, () => {
                    const outcomes = left.map((call) => outcomeOf(call, statements));
                    isCommitting = true;
                    return outcomes;
                });
                answers.forEach((answer) => answer());
            } catch (error) {
                if (isLocked(error)) left = left.filter((call) => !lockRetry.isOver(call, error));
                if (left.length > 0) throw error;
            }
        }, newest);
    } catch (error) {
        const isAnswerForAll = isCommitting || PersistenceError.kindOf(error) !== undefined;
        if (left.length === 1 || isAnswerForAll) left.forEach(({ reject }) => reject(error));
        else for (const call of left) await writeTogether([call], lockRetry, requireOpen);
    }
}

function outcomeOf({ work, resolve, reject }: WriteCall, statements: Statements): () => void {
    try {
        work(statements);
        return resolve;
    } catch (error) {
        if (PersistenceError.kindOf(error) === undefined) throw error;
        return () => reject(error);
    }
}
