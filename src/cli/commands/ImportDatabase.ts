import { accessSync, constants, createReadStream, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import type { Pseudonyms } from "../../application/pseudonym/Pseudonyms";
import type { PersistencePort } from "../../ports/PersistencePort";
import type { ImportedAuthority, ImportProgress, ImportSummary } from "../../transfer";
import { CliError } from "../CliError";
import type { CommandContext } from "../CommandContext";
import { counted } from "../counted";
import { databaseFileExists } from "../databaseFile";
import { lazily } from "../lazily";
import { Progress } from "../Progress";
import type { CliCommand } from "./CliCommand";

const help = `
Brings what \`database export\` wrote into a database, and makes the database where there is
none. First everything is checked: what is not whole or would break a rule is refused, with
the line and the record, and nothing is changed. Then it is inserted, then read back and
compared by number and checksum. Interrupted, run it again: it goes on where it was.
Stop the host first.

--format enmeshed reads the IdentityDeletionProcess collection of an older enmeshed Runtime:
a JSON array, or one document a line. It is the collection of one Identity: name it with
--identity. Say --authority backbone where a Backbone goes on to decide about these processes.

Where the database is used with a pseudonym key, name its file with --pseudonym-key-file: then
a record that names another Identity than its own is refused, too.

With --json, the value is {"count", "sha256", "inserted", "alreadyThere"}.

Examples:
  identity-deletion database import identities.jsonl --database postgres://db.example/app
  identity-deletion database import processes.json --format enmeshed --database identities.db \\
      --identity did:e:example.org:dids:…`;

interface ImportOptions {
    readonly format: "records" | "enmeshed";
    readonly authority?: ImportedAuthority;
}

export const importDatabase: CliCommand = (context) =>
    new Command("import")
        .argument("<file>", "what to import")
        .summary("bring in what was exported, or an older Runtime's processes")
        .description("Bring records into a database: an export, or the processes of an older enmeshed Runtime.")
        .addOption(new Option("--format <format>", "of the file").choices(["records", "enmeshed"]).default("records"))
        .addOption(
            new Option(
                "--authority <authority>",
                "who decides about an older Runtime's processes (default: not said)"
            ).choices(["backbone", "local"])
        )
        .addHelpText("after", help)
        .action(async (file: string, { format, authority }: ImportOptions) => {
            if (authority !== undefined && format !== "enmeshed") {
                throw CliError.usage(
                    "--authority goes with --format enmeshed: an export says it of each record itself."
                );
            }
            const path = resolve(context.environment.workingDirectory, file);
            const size = sizeOf(path);
            const summary =
                format === "records" ? await records(context, path, size) : await enmeshed(context, path, authority);
            context.output.answer(summary, linesFor(summary));
        });

async function records(context: CommandContext, path: string, size: number): Promise<ImportSummary> {
    const pseudonymKey = context.pseudonymKeyThatIsThere();
    const isNew = !databaseFileExists(context.databasePath);
    const { importRecords, linesOf } = lazily.transfer();
    // Checking, inserting and verifying each read all of the file; for a new database one more check before it is made.
    const total = (isNew ? 4 : 3) * size;
    const format = "{step} [{bar}] {percentage}% | {records} records | ETA {eta_formatted}";
    const progress = Progress.start(context.environment, format, total, { step: "checking ", records: 0 });
    let bytes = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
            bytes += chunk.length;
            yield chunk;
        }
    }
    const onProgress = ({ step, records }: ImportProgress): void =>
        progress.update(bytes, { step: step.padEnd("verifying".length), records });
    const importInto = async (store: PersistencePort): Promise<ImportSummary> =>
        await importRecords(store, () => linesOf(counted()), { onProgress, pseudonymKey });
    try {
        if (isNew) await checkImport(importInto);
        return await context.withStore("existingOrNew", importInto);
    } finally {
        progress.stop();
    }
}

async function enmeshed(
    context: CommandContext,
    path: string,
    authority: ImportedAuthority | undefined
): Promise<ImportSummary> {
    const { address } = context.identity("reads");
    const text = decoded(path, await readFile(path));
    const importInto = async (store: PersistencePort, pseudonymKey?: Pseudonyms): Promise<ImportSummary> =>
        await lazily.transfer().importEnmeshedProcesses(store, text, { address, pseudonymKey, authority });
    if (!databaseFileExists(context.databasePath)) await checkImport(importInto);
    const pseudonymKey = await context.pseudonymKey("existingOrNew");
    return await context.withStore("existingOrNew", async (store) => await importInto(store, pseudonymKey));
}

function decoded(path: string, bytes: Uint8Array): string {
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
        throw CliError.invalidValue(`${path} is not text in UTF-8.`, "nothing was imported: export it again");
    }
}

function sizeOf(path: string): number {
    try {
        const stats = statSync(path);
        accessSync(path, constants.R_OK);
        if (stats.isFile()) return stats.size;
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        const what = code === "ENOENT" ? `There is no file ${path}.` : `${path} cannot be read: ${message}.`;
        throw CliError.usage(what, "check the path");
    }
    throw CliError.usage(`${path} is no file that can be read three times.`, "write it to a file first");
}

function linesFor({ count, inserted, alreadyThere, sha256 }: ImportSummary): string[] {
    return [
        `Imported ${counted(inserted, "record")}; already there: ${alreadyThere}. Read back and compared: ${count}.`,
        `Checksum (SHA-256): ${sha256}`
    ];
}

/** On an empty store, up to the first insert: whatever makes an import fail is thrown before a database is made. */
async function checkImport(importInto: (store: PersistencePort) => Promise<unknown>): Promise<void> {
    const isChecked = new Error("Everything has been checked.");
    const { InMemoryPersistence } = lazily.memory();
    const store = new InMemoryPersistence();
    store.insert = async () => await Promise.reject(isChecked);
    try {
        await importInto(store);
    } catch (error) {
        if (error !== isChecked) throw error;
    }
}
