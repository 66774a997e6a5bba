import { Command } from "commander";
import { ErrorCode } from "../../domain/ErrorCode";
import { CliError } from "../CliError";
import type { CommandContext } from "../CommandContext";
import { withLifecycleForOperators } from "../lifecycle/withLifecycleForOperators";
import type { CliCommand } from "./CliCommand";

const help = `
Makes a failed deletion due again, for the next run of the lifecycle, with as
many attempts as at first, whether it waits for its next attempt or failed too often. What is
done already is not done again. Fix the cause before.

With --json, the value is {"retried"}: how many there were.

Examples:
  identity-deletion lifecycle retry IDP0123456789abcdefg --database identities.db
  identity-deletion lifecycle retry --all --database identities.db`;

export const retryDeletions: CliCommand = (context) =>
    new Command("retry")
        .argument("[process]", "the id of the process, as `lifecycle failed` lists it")
        .summary("have what has failed tried again")
        .description("Have what has failed tried again.")
        .option("--all", "all that have failed")
        .addHelpText("after", help)
        .action(async (process: string | undefined, { all = false }: { all?: boolean }) => {
            if ((process === undefined) !== all) {
                throw CliError.usage("Name one process, or give --all.", "run `identity-deletion lifecycle failed`");
            }
            await retry(context, process);
        });

async function retry(context: CommandContext, processId: string | undefined): Promise<void> {
    const retried = await withLifecycleForOperators(context, async (lifecycle) => {
        return processId === undefined ? await lifecycle.retryAll() : Number(await lifecycle.retry(processId));
    });
    if (processId !== undefined && retried === 0) {
        const next = "run `identity-deletion lifecycle failed` to see which there are";
        throw CliError.refused(
            ErrorCode.recordNotFound,
            "No deletion with this id waits for a retry: none has failed, or it is being tried already.",
            next
        );
    }
    const what = retried === 1 ? "1 deletion is" : `${retried} deletions are`;
    context.output.answer({ retried }, [`${what} tried again by the next run of the lifecycle.`]);
}
