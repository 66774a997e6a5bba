import { inspect } from "node:util";
import { CommanderError } from "commander";
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

const commandGroupNames: readonly string[] = ["identity", "identityDeletion", "lifecycle", "database"];

interface Call {
    readonly argv: readonly string[];
    readonly variables: Readonly<Record<string, string | undefined>>;
}

const noCall: Call = { argv: [], variables: {} };

export function problemOf(thrown: unknown, call: Call = noCall): Problem {
    if (thrown instanceof CommanderError) {
        // Commander has no words for this one: the help page that it printed is all it says.
        const isMissingCommand = thrown.code === "commander.help";
        const message = isMissingCommand ? "No command is named." : thrown.message.replace(/^error: /, "");
        return problemOf(
            CliError.usage(message, `run \`${["identity-deletion", ...groupIn(call), "--help"].join(" ")}\``)
        );
    }
    if (thrown instanceof CliError) {
        const { exitCode, code, message, next } = thrown;
        return { exitCode, code, message, next, causes: [] };
    }
    const error = lazily.errors().toApplicationError(thrown);
    const { exitCode, next: usualNext } = answerTo(error.code);
    const next = error.code === ErrorCode.storeUnavailable && namesServer(call) ? serverNext : usualNext;
    const showsCauses = exitCode === ExitCode.unforeseen || exitCode === ExitCode.unavailable;
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

/** The group of commands that was typed: its help page has what was looked for. */
function groupIn({ argv }: Call): string[] {
    return argv.filter((word) => commandGroupNames.includes(word)).slice(0, 1);
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
