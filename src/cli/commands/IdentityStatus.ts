import type { ApplicationError } from "@js-soft/ts-utils";
import { Command } from "commander";
import type { IdentityDeletionProcessDTO } from "../../application/IdentityDeletionProcessDTO";
import type { IdentityDeletionProcessFacade } from "../../application/IdentityDeletionProcessFacade";
import { ErrorCode } from "../../domain/ErrorCode";
import { IdentityDeletionProcessStatus, keepsTheSlot } from "../../domain/IdentityDeletionProcessStatus";
import type { CommandContext } from "../CommandContext";
import { lazily } from "../lazily";
import type { CliCommand } from "./CliCommand";

const help = `
Says whether the Identity is being deleted, until when that can be taken back, or that
it has been deleted. Changes nothing.

With --json, the value is the process that is Active, Deleting or Deleted (see its
"status"), and null where there is none.

Example:
  identity-deletion identity status --database identities.db --identity did:e:example.org:dids:…`;

const meanings: Readonly<Record<string, string>> = {
    [IdentityDeletionProcessStatus.Active]: "This Identity is going to be deleted.",
    [IdentityDeletionProcessStatus.Deleting]: "This Identity is being deleted. That can no longer be taken back.",
    [IdentityDeletionProcessStatus.Deleted]: "This Identity has been deleted."
};

export const identityStatus: CliCommand = (context) =>
    new Command("status")
        .summary("show whether the Identity is being deleted")
        .description("Show whether the Identity is being deleted.")
        .addHelpText("after", help)
        .action(async () => await showStatus(context));

async function showStatus(context: CommandContext): Promise<void> {
    const identity = context.identity("reads");
    const process = await context.withProcesses(identity, "existing", decisiveProcess);
    if (process === undefined) {
        context.output.answer(null, [`No IdentityDeletionProcess is active for ${identity.address}.`]);
        return;
    }
    context.output.answer(process, [
        meanings[process.status],
        "",
        ...lazily.describe().processFields(identity.address, process, context.reader),
        ...whatCanBeDone(process, context)
    ]);
}

/** The active process, else one that is deleting or deleted. Where the Backbone could not be asked, none is not certain. */
async function decisiveProcess(
    processes: IdentityDeletionProcessFacade,
    notSynchronized?: ApplicationError
): Promise<IdentityDeletionProcessDTO | undefined> {
    const active = await processes.getActiveIdentityDeletionProcess();
    if (active.isSuccess) return active.value;
    if (active.error.code !== ErrorCode.noActiveIdentityDeletionProcess) throw active.error;

    const all = await processes.getIdentityDeletionProcesses();
    if (all.isError) throw all.error;
    const decisive = all.value.find(({ status }) => keepsTheSlot(status));
    if (decisive === undefined && notSynchronized !== undefined) throw notSynchronized;
    return decisive;
}

function whatCanBeDone({ status, gracePeriodEndsAt }: IdentityDeletionProcessDTO, context: CommandContext): string[] {
    if (status !== IdentityDeletionProcessStatus.Active || gracePeriodEndsAt === undefined) return [];
    const isOver = Date.parse(gracePeriodEndsAt) <= context.reader.now.toMillis();
    return [
        "",
        isOver
            ? "The grace period is over: it can no longer be cancelled, and the deletion is due."
            : "To keep the Identity, run `identity-deletion identityDeletion cancel` before the grace period ends."
    ];
}
