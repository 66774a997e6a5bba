import type { Result } from "@js-soft/ts-utils";
import { Command, InvalidArgumentError } from "commander";
import type { IdentityDeletionProcessDTO } from "../../application/IdentityDeletionProcessDTO";
import type { IdentityDeletionProcessFacade } from "../../application/IdentityDeletionProcessFacade";
import type { IdentityContext } from "../../domain/IdentityContext";
import { IdentityDeletionProcessStatus, keepsTheSlot } from "../../domain/IdentityDeletionProcessStatus";
import { CliError } from "../CliError";
import type { CommandContext } from "../CommandContext";
import { confirm, requireTerminal } from "../confirm";
import { counted } from "../counted";
import { databaseFileExists } from "../databaseFile";
import { shownDatabase } from "../databaseUrl";
import type { Reader } from "../describe";
import { lazily } from "../lazily";
import type { CliCommand } from "./CliCommand";

const help = `
Says what is going to happen and asks; only the typed word "yes" goes on. Without a
terminal it cannot ask, and --yes is required. A database that is not there yet is
made, and next to it the file with its pseudonym key, which \`lifecycle run\` needs: identities.db
and identities.db.key. --no-pseudonym-key makes none. With --json, the value is the new process, and null where the answer was no.

Examples:
  identity-deletion identityDeletion init --database identities.db \\
      --identity did:e:example.org:dids:… --device DVC…
  identity-deletion identityDeletion init --grace-period-days 30 --yes --json`;

interface InitOptions {
    readonly gracePeriodDays?: number;
    readonly yes?: boolean;
    readonly pseudonymKey: boolean;
}

export const initIdentityDeletion: CliCommand = (context) =>
    new Command("init")
        .summary("start the deletion of the Identity")
        .description("Start the deletion of the Identity: it is deleted for good when the grace period ends.")
        .option(
            "--grace-period-days <N>",
            "how long it can be taken back, above 0 and at most 365, fractions allowed (default: 14)",
            numberOfDays
        )
        .option("--yes", "do not ask")
        .option("--no-pseudonym-key", "make a new database without a key: it names Identities, and deletes none")
        .addHelpText("after", help)
        .action(async (options: InitOptions) => await init(context, options));

async function init(
    context: CommandContext,
    { gracePeriodDays, yes = false, pseudonymKey }: InitOptions
): Promise<void> {
    const identity = context.identity("writes");
    requireAllowed(gracePeriodDays);
    if (!yes && !(await isConfirmed(context, identity, gracePeriodDays))) {
        context.output.answer(null, ["Nothing was changed."]);
        return;
    }

    const initiate = async (processes: IdentityDeletionProcessFacade): Promise<Result<IdentityDeletionProcessDTO>> =>
        await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: gracePeriodDays });
    const result = await context.withProcesses(identity, "existingOrNew", initiate, pseudonymKey);
    if (result.isError) throw result.error;
    context.output.answer(result.value, [
        "The deletion of this Identity has been initiated.",
        "",
        ...lazily.describe().processFields(identity.address, result.value, readerAtCreation(context, result.value)),
        "",
        "To keep the Identity, run `identity-deletion identityDeletion cancel` before the grace period ends."
    ]);
}

/** Counted from the creation, a grace period of 14 days ends "in 14 days"; a moment later it would be 13 full ones. */
function readerAtCreation({ reader }: CommandContext, { createdAt }: IdentityDeletionProcessDTO): Reader {
    return createdAt === undefined ? reader : { ...reader, now: lazily.timestamp().momentOf(createdAt) };
}

async function isConfirmed(
    context: CommandContext,
    identity: IdentityContext,
    gracePeriodDays?: number
): Promise<boolean> {
    const exists = databaseFileExists(context.databasePath);
    requireTerminal(context.environment);
    if (exists) await refuseEarly(context, identity);
    return await confirm(questionFor(context, identity, gracePeriodDays), context.environment);
}

/** Refuses before the question what the call would refuse. The call still decides. */
async function refuseEarly(context: CommandContext, identity: IdentityContext): Promise<void> {
    const all = await context.withProcesses(identity, "existingOrNew", async (processes) => {
        return await processes.getIdentityDeletionProcesses();
    });
    if (all.isError) throw all.error;
    const holder = all.value.find(({ status }) => keepsTheSlot(status));
    if (holder === undefined) return;

    const { IdentityDeletionError } = lazily.identityDeletionError();
    throw holder.status === IdentityDeletionProcessStatus.Deleted
        ? IdentityDeletionError.identityIsDeleted()
        : IdentityDeletionError.activeProcessAlreadyExists();
}

function questionFor({ databasePath, reader }: CommandContext, identity: IdentityContext, days?: number): string {
    const { endOfGracePeriod, GracePeriodPolicy } = lazily.gracePeriod();
    const { datePhrase, fields } = lazily.describe();
    const length = days ?? new GracePeriodPolicy().defaultInDays;
    const end = datePhrase(endOfGracePeriod(reader.now, length), reader.zone);
    return [
        "This starts the deletion of an Identity.",
        "",
        ...fields([
            ["Identity", identity.address],
            ["Device", identity.deviceId],
            ["Database", shownDatabase(databasePath)],
            ["Grace period", `${counted(length, "day")}, ends ${end}`]
        ]),
        "",
        `Until ${end} it can be cancelled: identity-deletion identityDeletion cancel`,
        "After that the Identity is deleted for good, and nobody can bring it back.",
        "",
        'Type "yes" to start the deletion, anything else to leave everything as it is: '
    ].join("\n");
}

function requireAllowed(days: number | undefined): void {
    const policy = new (lazily.gracePeriod().GracePeriodPolicy)();
    if (days === undefined || policy.allows(days)) return;
    throw CliError.invalidValue(`--grace-period-days must be ${policy.describe()}.`);
}

function numberOfDays(text: string): number {
    if (!/^(\d+(\.\d*)?|\.\d+)$/.test(text)) throw new InvalidArgumentError("It must be a number, such as 14 or 0.5.");
    return Number(text);
}
