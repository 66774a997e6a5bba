import { Command, InvalidArgumentError } from "commander";
import type { ParkedDeletion, UnreadableFinding, WaitingDeletion } from "../../lifecycle";
import type { CommandContext } from "../CommandContext";
import { lazily } from "../lazily";
import { table } from "../table";
import { failurePhrase, shownFailures, type ShownFailure } from "../lifecycle/failures";
import { withLifecycleForOperators } from "../lifecycle/withLifecycleForOperators";
import type { CliCommand } from "./CliCommand";

const help = `
Lists the deletions that have failed: \`parked\` ones failed too often and wait for an operator,
\`waiting\` ones are tried again by themselves at the time shown. It says which deleters failed,
with what kind of error, and which are done. Last come records that cannot be read: nothing
happens to them until they are repaired in the database. Changes nothing. Fix the cause, then
have the deletions tried again at once with \`identity-deletion lifecycle retry\`.

It shows no personal data. --show-reasons adds what the errors said, which may name the person.

With --json, the value is an array of
{"state": "parked", "processId", "parkedAt", "attempts", "failures", "done"},
{"state": "waiting", "processId", "nextAttemptAt", "attempts", "failures", "done"} and
{"state": "unreadable", "key", "processId", "reason"}. "failures" is an array of
{"step", "deleter", "error", "reason"}, where "reason" is there with --show-reasons alone.

Example:
  identity-deletion lifecycle failed --database identities.db`;

interface FailedOptions {
    readonly limit: number;
    readonly showReasons?: boolean;
}

type Shown = (Omit<ParkedDeletion, "failures"> | Omit<WaitingDeletion, "failures">) & {
    readonly failures: readonly ShownFailure[];
};

export const listFailedDeletions: CliCommand = (context) =>
    new Command("failed")
        .summary("list the deletions that have failed")
        .description("List the deletions that have failed, and the records that cannot be read.")
        .option("--limit <number>", "how many at most", positiveNumber, 100)
        .option("--show-reasons", "also what the errors said; it may name the person")
        .addHelpText("after", help)
        .action(async (options: FailedOptions) => await list(context, options));

async function list(context: CommandContext, { limit, showReasons = false }: FailedOptions): Promise<void> {
    const failed = await withLifecycleForOperators(context, async (lifecycle) => await lifecycle.failed(limit));
    const unreadable = failed.filter((each) => each.state === "unreadable").map(shownUnreadable);
    const shown = failed.filter((each) => each.state !== "unreadable").map((each) => shownOf(each, showReasons));
    const parts = [linesForFailed(shown, context), linesForUnreadable(unreadable, context)].filter(
        (part) => part.length > 0
    );
    const lines = parts.flatMap((part, index) => (index === 0 ? part : ["", ...part]));
    context.output.answer([...shown, ...unreadable], parts.length === 0 ? ["Nothing has failed."] : lines);
}

/** The key of a damaged record may be anything: only one that this module made is shown. */
function shownUnreadable(finding: UnreadableFinding): UnreadableFinding {
    return { ...finding, key: lazily.recordKeys().printableKey(finding.key) };
}

function shownOf({ failures, ...rest }: ParkedDeletion | WaitingDeletion, showReasons: boolean): Shown {
    return { ...rest, failures: shownFailures(failures, showReasons) };
}

function linesForFailed(failed: readonly Shown[], { reader, output }: CommandContext): string[] {
    if (failed.length === 0) return [];
    const { datePhrase } = lazily.describe();
    const rows = failed.map((each) => [
        each.processId,
        each.state,
        each.state === "parked"
            ? `since ${datePhrase(each.parkedAt, reader.zone)}`
            : `next ${datePhrase(each.nextAttemptAt, reader.zone)}`,
        String(each.attempts),
        each.failures.map(failurePhrase).join("; ") || "its worker was not heard of",
        each.done.join(", ") || "–"
    ]);
    return [
        ...table(["PROCESS", "STATE", "WHEN", "ATTEMPTS", "BECAUSE OF", "DONE"], rows, output.width),
        "",
        "When the cause is fixed: identity-deletion lifecycle retry <process>, or --all"
    ];
}

function linesForUnreadable(findings: readonly UnreadableFinding[], { output }: CommandContext): string[] {
    if (findings.length === 0) return [];
    const rows = findings.map(({ key, processId, reason }) => [key, processId ?? "–", reason]);
    return [
        "These records cannot be read. They are passed over until they are repaired in the database:",
        ...table(["KEY", "PROCESS", "WHY"], rows, output.width)
    ];
}

function positiveNumber(text: string): number {
    if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of at least 1.");
    return Number(text);
}
