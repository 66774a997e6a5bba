import { Command } from "commander";
import type { CommandContext } from "../CommandContext";
import { lazily } from "../lazily";
import type { CliCommand } from "./CliCommand";

const help = `
Lists every IdentityDeletionProcess that the Identity ever had, oldest first. Changes
nothing. With --json, the value is an array; it also names the Devices.

Example:
  identity-deletion identityDeletion list --database identities.db --identity did:e:example.org:dids:…`;

export const listIdentityDeletions: CliCommand = (context) =>
    new Command("list")
        .summary("list all processes of the Identity, oldest first")
        .description("List all processes of the Identity, oldest first.")
        .addHelpText("after", help)
        .action(async () => await list(context));

async function list(context: CommandContext): Promise<void> {
    const identity = context.identity("reads");
    const result = await context.withProcesses(identity, "existing", async (processes) => {
        return await processes.getIdentityDeletionProcesses();
    });
    if (result.isError) throw result.error;
    const lines =
        result.value.length === 0
            ? [`There has been no IdentityDeletionProcess for ${identity.address}.`]
            : lazily.describe().processTable(result.value, context.reader, context.output.width);
    context.output.answer(result.value, lines);
}
