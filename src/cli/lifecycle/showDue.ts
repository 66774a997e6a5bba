import type { ProcessReport } from "../../lifecycle";
import type { CommandContext } from "../CommandContext";
import { lazily } from "../lazily";
import { table } from "../table";
import { withLifecycleForOperators } from "./withLifecycleForOperators";

const maxShown = 100;

export async function showDue(context: CommandContext): Promise<void> {
    const due = await withLifecycleForOperators(context, async (lifecycle) => await lifecycle.due(undefined, maxShown));
    const { now, zone } = context.reader;
    const present = lazily.timestamp().timestampOf(now);
    const shown = due.map((report) => ({ ...pick(report), wouldDo: whatWouldBeDone(report, present) }));
    const { datePhrase } = lazily.describe();
    const rows = shown.map(({ processId, dueSince, wouldDo, attempts }) => [
        processId,
        datePhrase(dueSince!, zone),
        String(attempts),
        wouldDo
    ]);
    const lines = [
        ...table(["PROCESS", "DUE SINCE", "ATTEMPTS", "A RUN WOULD"], rows, context.output.width),
        ...(due.length < maxShown ? [] : [`There may be more: the first ${maxShown} are shown.`])
    ];
    context.output.answer(shown, due.length === 0 ? ["Nothing is due."] : lines);
}

function pick({ processId, nextDueAt, attempts, left }: ProcessReport) {
    return { processId, dueSince: nextDueAt, attempts, left };
}

function whatWouldBeDone({ gracePeriodEndsAt, done, left }: ProcessReport, now: string): string {
    if (left.length > 0) return `go on with the deletion: ${left.join(", ")}`;
    if (done.length > 0) return "complete the deletion";
    const isOver = gracePeriodEndsAt === undefined || gracePeriodEndsAt <= now;
    return isOver ? "delete the Identity" : "plan it, or send a reminder";
}
