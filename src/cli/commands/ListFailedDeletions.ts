import { Command, InvalidArgumentError } from "commander";
import type { FailedDeletion } from "../../lifecycle";
import { columns } from "../columns";
import type { CommandContext } from "../CommandContext";
import { lazily } from "../lazily";
import { withLifecycleForOperators } from "../lifecycle/withLifecycleForOperators";
import type { CliCommand } from "./CliCommand";

const help = `
Lists the deletions that failed too often and wait for an operator: which deleters failed, with
what kind of error, and which are done. Changes nothing. Mend the cause, then have them tried
again with \`identity-deletion lifecycle retry\`.

It names nobody. --show-reasons adds what the deleters' errors said, which may name the person.

With --json, the value is an array of {"processId", "parkedAt", "attempts", "failures":
[{"deleter", "error", "reason"}], "done", "isReadable"}; "reason" with --show-reasons alone.

Example:
  identity-deletion lifecycle failed --database identities.db`;

interface FailedOptions {
    readonly limit: number;
    readonly showReasons?: boolean;
}

interface Shown extends Omit<FailedDeletion, "failures"> {
    readonly failures: readonly { readonly deleter: string | null; readonly error: string; readonly reason?: string }[];
}

export const listFailedDeletions: CliCommand = (context) =>
    new Command("failed")
        .summary("list the deletions that failed too often")
        .description("List the deletions that failed too often and wait for an operator.")
        .option("--limit <number>", "how many at most", positiveNumber, 100)
        .option("--show-reasons", "also what the errors said; it may name the person")
        .addHelpText("after", help)
        .action(async (options: FailedOptions) => await list(context, options));

async function list(context: CommandContext, { limit, showReasons = false }: FailedOptions): Promise<void> {
    const failed = await withLifecycleForOperators(context, async (lifecycle) => await lifecycle.failed(limit));
    const shown = failed.map((each) => shownOf(each, showReasons));
    context.output.answer(shown, shown.length === 0 ? ["Nothing has failed."] : linesFor(shown, context));
}

function shownOf({ failures, ...rest }: FailedDeletion, showReasons: boolean): Shown {
    return {
        ...rest,
        failures: failures.map(({ deleter, reason }) => {
            const error = lazily.publicFields().errorNameOf(/^\w+(?=: )/.exec(reason)?.[0]);
            return { deleter: deleter ?? null, error, ...(showReasons ? { reason } : {}) };
        })
    };
}

function linesFor(failed: readonly Shown[], { reader }: CommandContext): string[] {
    const { datePhrase } = lazily.describe();
    const rows = failed.map(({ processId, parkedAt, attempts, failures, done, isReadable }) => [
        processId,
        datePhrase(parkedAt, reader.zone),
        String(attempts),
        isReadable ? failures.map(failurePhrase).join("; ") || "–" : "its record cannot be read",
        done.join(", ") || "–"
    ]);
    return [
        ...columns([["PROCESS", "FAILED", "ATTEMPTS", "BECAUSE OF", "DONE"], ...rows]),
        "",
        "When the cause is mended: identity-deletion lifecycle retry <process>, or --all"
    ];
}

function failurePhrase({ deleter, error, reason }: Shown["failures"][number]): string {
    return `${deleter ?? "the notifier"} (${reason ?? error})`;
}

function positiveNumber(text: string): number {
    if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of at least 1.");
    return Number(text);
}
