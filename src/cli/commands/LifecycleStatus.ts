import { Command } from "commander";
import type { LifecycleStatus } from "../../lifecycle";
import { columns } from "../columns";
import type { CommandContext } from "../CommandContext";
import { lazily } from "../lazily";
import { withLifecycleForOperators } from "../lifecycle/withLifecycleForOperators";
import type { CliCommand } from "./CliCommand";

const help = `
Says how many processes are due, how many deletions are running, wait for their next attempt,
or failed too often, how many records cannot be read, and since when the oldest is due.
Changes nothing, and shows no personal data.

Something is due for long: no \`identity-deletion lifecycle run\` runs, and no host does it.

With --json, the value is {"due", "running", "retrying", "failed", "unreadable",
"oldestDueAt", "lagInMs", "nextDueAt"}; a date that there is none of is left out.

Example:
  identity-deletion lifecycle status --database identities.db`;

export const lifecycleStatus: CliCommand = (context) =>
    new Command("status")
        .summary("show what is due, running and failed")
        .description("Show what is due, running and failed.")
        .addHelpText("after", help)
        .action(async () => {
            const status = await withLifecycleForOperators(context, async (lifecycle) => await lifecycle.status());
            context.output.answer(status, linesFor(status, context));
        });

const seeFailed = "see `identity-deletion lifecycle failed`";

function linesFor(status: LifecycleStatus, { reader }: CommandContext): string[] {
    const { due, running, retrying, failed, unreadable, oldestDueAt, lagInMs, nextDueAt } = status;
    const { datePhrase, lengthPhrase } = lazily.describe();
    const rows: [string, string][] = [
        ["Due", String(due)],
        ["Running", String(running)],
        ["Tried again later", retrying === 0 ? "0" : `${retrying}: ${seeFailed}`],
        ["Failed", failed === 0 ? "0" : `${failed}: ${seeFailed}`]
    ];
    if (unreadable > 0) rows.push(["Unreadable", `${unreadable}: ${seeFailed}`]);
    if (oldestDueAt !== undefined) {
        rows.push(["Oldest due", `${datePhrase(oldestDueAt, reader.zone)}, ${lengthPhrase(lagInMs)} ago`]);
    } else if (nextDueAt !== undefined) {
        rows.push(["Next due", datePhrase(nextDueAt, reader.zone)]);
    }
    return columns(rows);
}
