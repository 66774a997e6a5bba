import { open, unlink, type FileHandle } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, InvalidArgumentError } from "commander";
import { CliError } from "../CliError";
import type { CommandContext } from "../CommandContext";
import { counted } from "../counted";
import { lazily } from "../lazily";
import { isMissingReader } from "../Output";
import { Progress } from "../Progress";
import type { CliCommand } from "./CliCommand";

const help = `
Writes every record of every Identity as JSON Lines, with their number and checksum at the
end: what \`database import\` reads. Changes nothing. Stop the host first: what is written
meanwhile may be in the export or not. It names persons: keep it as safe as the database.

Without --file it goes to standard output. A file that is there already is not overwritten.
With --json, the value is {"file", "count", "sha256"}, and --file is needed.

Example:
  identity-deletion database export --database identities.db --file identities.jsonl`;

interface Exported {
    readonly count: number;
    readonly sha256: string;
}

export const exportDatabase: CliCommand = (context) =>
    new Command("export")
        .summary("write all records to a file, to move them")
        .description("Write all records to a file, to move them to another database.")
        .option("--file <file>", "where to write them to (default: standard output)", nameOfFile)
        .addHelpText("after", help)
        .action(async (options: { file?: string }) => await exportAll(context, options.file));

async function exportAll(context: CommandContext, file: string | undefined): Promise<void> {
    if (file === undefined && context.output.isJson) {
        throw CliError.usage("With --json, the export needs --file: standard output takes the one document.");
    }
    if (file === undefined) {
        const { count } = await withChunks(context, writeTo(context));
        context.output.note(`Exported ${counted(count, "record")}.`);
        return;
    }
    const path = resolve(context.environment.workingDirectory, file);
    const { count, sha256 } = await withChunks(context, async (chunks) => await writeFile(path, chunks));
    context.output.answer({ file: path, count, sha256 }, [
        `Exported ${counted(count, "record")} to ${path}.`,
        `Checksum (SHA-256): ${sha256}`,
        "It names persons: keep it as safe as the database, and remove it when it is not needed any more."
    ]);
}

type Write = (chunks: AsyncIterable<string>) => Promise<void>;

async function withChunks(context: CommandContext, write: Write): Promise<Exported> {
    return await context.withStore("existing", async (store) => {
        const progress = Progress.start(context.environment, "Exporting: {value} records", 0);
        try {
            const onProgress = (records: number): void => progress.update(records);
            let last = "";
            const lines = lazily.transfer().exportRecords(store, { onProgress });
            await write(inChunks(lines, (line) => (last = line)));
            return JSON.parse(last) as Exported;
        } finally {
            progress.stop();
        }
    });
}

const chunkLength = 65_536;

async function* inChunks(lines: AsyncIterable<string>, see: (line: string) => void): AsyncGenerator<string> {
    let chunk = "";
    for await (const line of lines) {
        see(line);
        chunk += `${line}\n`;
        if (chunk.length < chunkLength) continue;
        yield chunk;
        chunk = "";
    }
    yield chunk;
}

function writeTo({ environment }: CommandContext): Write {
    return async (chunks) => {
        try {
            await pipeline(Readable.from(chunks), environment.stdout, { end: false });
        } catch (error) {
            if (isMissingReader(error)) throw CliError.outputClosed();
            // What the store rejects with is no failure of a system call: the ports see to that.
            throw (error as NodeJS.ErrnoException).syscall === "write" ? CliError.outputFailed(error as Error) : error;
        }
    };
}

/** Readable by its owner only. Removed again where it cannot be written completely. */
async function writeFile(path: string, chunks: AsyncIterable<string>): Promise<void> {
    const file = await create(path);
    try {
        for await (const chunk of chunks) await written(path, file.writeFile(chunk));
        await written(path, file.sync());
    } catch (error) {
        await unlink(path);
        throw error;
    } finally {
        await file.close();
    }
}

async function create(path: string): Promise<FileHandle> {
    try {
        return await open(path, "wx", 0o600);
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === "EEXIST")
            throw CliError.usage(`${path} is there already.`, "name another file, or remove this one");
        throw CliError.usage(`${path} cannot be written: ${message}.`, "check the path and the permissions");
    }
}

async function written(path: string, writing: Promise<void>): Promise<void> {
    try {
        await writing;
    } catch (error) {
        throw CliError.noDatabase(
            `${path} cannot be written: ${(error as Error).message}.`,
            "check the free space, then try again; what was written has been removed"
        );
    }
}

/** `-` does not mean standard output: without `--file` it goes there. */
function nameOfFile(text: string): string {
    if (text === "" || text.startsWith("-")) throw new InvalidArgumentError("It must be the name of a file.");
    return text;
}
