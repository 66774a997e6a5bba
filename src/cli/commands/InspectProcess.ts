import { Command } from "commander";
import { ErrorCode } from "../../domain/ErrorCode";
import type { ProcessReport } from "../../lifecycle";
import { CliError } from "../CliError";
import { columns } from "../columns";
import type { CommandContext } from "../CommandContext";
import { lazily } from "../lazily";
import { withLifecycleForOperators } from "../lifecycle/withLifecycleForOperators";
import { failurePhrase, shownFailures } from "../lifecycle/failures";
import type { CliCommand } from "./CliCommand";

const help = `
Shows the lifecycle of one process: whether it is planned, due, running, waiting for its
next attempt or parked; how often it was tried; which deleters are done, which are left, and what
failed. Changes nothing, and does not name the person.

--show-reasons adds what the errors said, which may name the person.

With --json, the value is {"processId", "state", "status", "gracePeriodEndsAt", "nextDueAt", "parkedAt",
"attempts", "done", "left", "failures"}; a date that there is none of is left out.

Example:
  identity-deletion lifecycle inspect IDP0123456789abcdefg --database identities.db`;

export const inspectProcess: CliCommand = (context) =>
    new Command("inspect")
        .argument("<process>", "the id of the process, as `lifecycle failed` lists it")
        .summary("show attempts, next attempt, deleters and failures of one process")
        .description("Show the lifecycle of one process.")
        .option("--show-reasons", "also what the errors said; it may name the person")
        .addHelpText("after", help)
        .action(async (processId: string, { showReasons = false }: { showReasons?: boolean }) => {
            await inspect(context, processId, showReasons);
        });

async function inspect(context: CommandContext, processId: string, showReasons: boolean): Promise<void> {
    const report = await withLifecycleForOperators(context, async (lifecycle) => await lifecycle.inspect(processId));
    if (report === undefined) {
        throw CliError.refused(
            ErrorCode.recordNotFound,
            "No process with this id is planned, due, running or parked: it is cancelled, deleted, or not in this database.",
            "check the id and the database"
        );
    }
    const shown = { ...report, failures: shownFailures(report.failures, showReasons) };
    context.output.answer(shown, linesFor(report, shown.failures.map(failurePhrase), context));
}

const meanings: Readonly<Record<ProcessReport["state"], string>> = {
    planned: "planned: nothing is due yet",
    due: "due: the next run takes it up",
    running: "running: a worker has it",
    waiting: "waiting: something failed, and is tried again by itself",
    parked: "parked: it failed too often, and waits for `identity-deletion lifecycle retry`"
};

function linesFor(report: ProcessReport, failures: readonly string[], { reader }: CommandContext): string[] {
    const { processId, state, status, gracePeriodEndsAt, nextDueAt, parkedAt, attempts, done, left } = report;
    const { datePhrase, deadlinePhrase } = lazily.describe();
    const rows: [string, string][] = [
        ["Process", processId],
        ["Status", status],
        ["Lifecycle", meanings[state]]
    ];
    if (gracePeriodEndsAt !== undefined) {
        rows.push(["Grace period", deadlinePhrase(gracePeriodEndsAt, reader.now, reader.zone)]);
    }
    if (nextDueAt !== undefined) rows.push([whatIsNext(report), datePhrase(nextDueAt, reader.zone)]);
    if (parkedAt !== undefined) rows.push(["Parked since", datePhrase(parkedAt, reader.zone)]);
    if (attempts > 0) rows.push(["Attempts", String(attempts)]);
    if (done.length + left.length > 0) {
        rows.push(["Deleters done", done.join(", ") || "none"], ["Deleters left", left.join(", ") || "none"]);
    }
    for (const failure of failures) rows.push(["Failed", failure]);
    return columns(rows);
}

function whatIsNext({ state }: ProcessReport): string {
    if (state === "running") return "Lease ends";
    return state === "due" ? "Due since" : "Next attempt";
}
