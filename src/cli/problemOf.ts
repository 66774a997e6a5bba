import { inspect } from "node:util";
import { type Command, CommanderError } from "commander";
import { ErrorCode } from "../domain/ErrorCode";
import { CliError } from "./CliError";
import { answerTo, ExitCode } from "./exitCodes";
import { lazily } from "./lazily";

export interface Problem {
    readonly exitCode: ExitCode;
    readonly code: string;
    readonly message: string;
    readonly next?: string;
    /** Outermost first; only where that helps: a store that is not available, or something unforeseen. */
    readonly causes: readonly string[];
}

const deepestCause = 10;

interface Call {
    readonly argv: readonly string[];
    readonly variables: Readonly<Record<string, string | undefined>>;
    readonly program?: Command;
}

const noCall: Call = { argv: [], variables: {} };

export function problemOf(thrown: unknown, call: Call = noCall): Problem {
    if (thrown instanceof CommanderError) {
        // Commander has no words for this one: the help page that it printed is all it says.
        const isMissingCommand = thrown.code === "commander.help";
        const message = isMissingCommand ? "No command is named." : thrown.message.replace(/^error: /, "");
        return problemOf(
            CliError.usage(message, `run \`${["identity-deletion", ...commandIn(call), "--help"].join(" ")}\``)
        );
    }
    if (thrown instanceof CliError) {
        const { exitCode, code, message, next } = thrown;
        return { exitCode, code, message, next, causes: [] };
    }
    const error = lazily.errors().toApplicationError(thrown);
    const { exitCode, next: usualNext } = answerTo(error.code);
    const next = error.code === ErrorCode.storeUnavailable && namesServer(call) ? serverNext : usualNext;
    // A package that is not there needs no list of the files that asked for it.
    const isMissing = error.code === ErrorCode.driverIsNotInstalled;
    const showsCauses = !isMissing && (exitCode === ExitCode.unforeseen || exitCode === ExitCode.unavailable);
    return { exitCode, code: error.code, message: error.message, next, causes: showsCauses ? causesOf(error) : [] };
}

const serverNext =
    "check that the database server runs, its address, the role's password and its rights, then try again";

/** Also where the address comes from a config file the cause says what it was. */
function namesServer({ argv, variables }: Call): boolean {
    return [...argv, variables.IDENTITY_DELETION_DATABASE ?? ""].some((each) =>
        /^(--database=)?postgres(ql)?:/.test(each)
    );
}

/** The command that was typed, as far as there is one: its help page has what was looked for. */
function commandIn({ argv, program }: Call): string[] {
    let commands = program?.commands ?? [];
    return argv.filter((word) => {
        const command = commands.find((each) => each.name() === word);
        commands = command?.commands ?? commands;
        return command !== undefined;
    });
}

function causesOf(error: Error): string[] {
    const causes: string[] = [];
    let cause = error.cause;
    while (cause !== undefined && causes.length < deepestCause) {
        causes.push(describe(cause));
        cause = cause instanceof Error ? cause.cause : undefined;
    }
    return causes;
}

function describe(cause: unknown): string {
    if (!(cause instanceof Error)) return inspect(cause, { depth: 1, breakLength: Infinity });
    const { code } = cause as { code?: unknown };
    return `${cause.name}${typeof code === "string" ? ` (${code})` : ""}: ${cause.message}`;
}
