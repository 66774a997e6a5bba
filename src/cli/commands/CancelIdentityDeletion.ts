import { Command } from "commander";
import type { CommandContext } from "../CommandContext";
import { lazily } from "../lazily";
import type { CliCommand } from "./CliCommand";

const help = `
Takes the deletion back, at once and without asking: the Identity stays. Possible until
the grace period ends. With --json, the value is the cancelled process.

Example:
  identity-deletion identityDeletion cancel --database identities.db \\
      --identity did:e:example.org:dids:… --device DVC…`;

export const cancelIdentityDeletion: CliCommand = (context) =>
    new Command("cancel")
        .summary("take the deletion of the Identity back")
        .description("Take the deletion of the Identity back.")
        .addHelpText("after", help)
        .action(async () => await cancel(context));

async function cancel(context: CommandContext): Promise<void> {
    const identity = context.identity("writes");
    const result = await context.withProcesses(identity, "existing", async (processes) => {
        return await processes.cancelIdentityDeletionProcess();
    });
    if (result.isError) throw result.error;
    context.output.answer(result.value, [
        "The deletion has been cancelled: the Identity stays.",
        "",
        ...lazily.describe().processFields(identity.address, result.value, context.reader)
    ]);
}
