import { Command } from "commander";
import type { PersistencePort } from "../../ports/PersistencePort";
import type { PseudonymizationOutcome, PseudonymKey } from "../../pseudonymization";
import { CliError } from "../CliError";
import type { CommandContext } from "../CommandContext";
import { confirm, requireTerminal } from "../confirm";
import { counted } from "../counted";
import { requireDatabaseFile } from "../databaseFile";
import { shownDatabase } from "../databaseUrl";
import { lazily } from "../lazily";
import { Progress } from "../Progress";
import { required } from "../settings/resolveSettings";
import type { CliCommand } from "./CliCommand";

const help = `
Has the database keep each Identity under a pseudonym from now on, so that nothing in it
names a deleted one; the lifecycle needs that. From then on every host and command needs the
key file, and there is no way back. A key file that is not there yet is made, with mode 600.

Stop every host first, and make a backup. Interrupted, also by kill -9, nothing is lost: until
the same command with the same key file has ended, nothing else can open the database.

Asks first; without a terminal --yes is required. With --json, the value is {"converted",
"closed", "keyFile"}, and null where the answer was no.

Example:
  identity-deletion database pseudonymize --database identities.db \\
      --pseudonym-key-file identities.key`;

export const pseudonymizeDatabase: CliCommand = (context) =>
    new Command("pseudonymize")
        .summary("have a database keep pseudonyms instead of addresses")
        .description("Convert a database that was used without a pseudonym key.")
        .option("--yes", "do not ask")
        .addHelpText("after", help)
        .action(async ({ yes = false }: { yes?: boolean }) => await convert(context, yes));

async function convert(context: CommandContext, yes: boolean): Promise<void> {
    const keyFile = required(context.settings, "pseudonymKeyFile");
    requireDatabaseFile(context.databasePath);
    if (!yes && !(await isConfirmed(context, keyFile))) {
        context.output.answer(null, ["Nothing was changed."]);
        return;
    }
    const outcome = await context.withStore("existing", async (store) => {
        return await withProgress(context, store, await keyFor(context, store, keyFile));
    });
    context.output.answer({ ...outcome, keyFile }, linesFor(outcome, keyFile));
}

async function isConfirmed({ environment, databasePath }: CommandContext, keyFile: string): Promise<boolean> {
    requireTerminal(environment);
    const question = [
        "This converts a database for good: from then on nothing reads it without the key file.",
        "",
        ...lazily.describe().fields([
            ["Database", shownDatabase(databasePath)],
            ["Key file", keyFile]
        ]),
        "",
        "Every host that uses it must be stopped, and there should be a backup.",
        "",
        'Type "yes" to convert it, anything else to leave everything as it is: '
    ].join("\n");
    return await confirm(question, environment);
}

/** Makes a key only where none was ever used: to go on with a conversion takes its own. */
async function keyFor({ output }: CommandContext, store: PersistencePort, keyFile: string): Promise<PseudonymKey> {
    const { readKeyFile, makeKeyFile } = lazily.keyFile();
    const key = readKeyFile(keyFile, output);
    if (key !== undefined) return key;
    const mark = await lazily.keyMark().findKeyMark(store);
    if (mark !== undefined && mark.id !== null) throw CliError.noKeyFile(keyFile);
    return makeKeyFile(keyFile, output);
}

async function withProgress(
    { environment }: CommandContext,
    store: PersistencePort,
    key: PseudonymKey
): Promise<PseudonymizationOutcome> {
    const progress = Progress.start(environment, "converting | {records} records | {duration_formatted}", 1, {
        records: 0
    });
    try {
        return await lazily.pseudonymization().pseudonymize(store, key, {
            onProgress: (records) => progress.update(0, { records })
        });
    } finally {
        progress.stop();
    }
}

function linesFor({ converted, closed }: PseudonymizationOutcome, keyFile: string): string[] {
    const lines = [
        converted === 0
            ? "Nothing was left to convert: the database keeps pseudonyms."
            : `Converted ${counted(converted, "record")}: the database keeps pseudonyms from now on.`,
        `Name the key file wherever it is used: --pseudonym-key-file ${keyFile}`
    ];
    if (closed === 0) return lines;
    return [
        ...lines,
        `A host was not stopped: for Identities that had a process already it has started more (${closed}). Of each two the one`,
        "that ends later was kept, the other was cancelled."
    ];
}
