import { ErrorCode } from "../domain/ErrorCode";
import { ExitCode } from "./exitCodes";

export class CliError extends Error {
    public override readonly name = "CliError";

    private constructor(
        public readonly code: string,
        public readonly exitCode: ExitCode,
        message: string,
        public readonly next?: string
    ) {
        super(message);
    }

    public static usage(message: string, next = "run `identity-deletion --help`"): CliError {
        return new CliError("error.cli.usage", ExitCode.usage, message, next);
    }

    public static invalidValue(message: string, next?: string): CliError {
        return new CliError(ErrorCode.invalidPropertyValue, ExitCode.usage, message, next);
    }

    public static noDatabase(message: string, next: string): CliError {
        return new CliError(ErrorCode.storeUnavailable, ExitCode.unavailable, message, next);
    }

    /** For commands that make no key. With a named file, no tombstone was ever kept under a key. */
    public static noKeyForTombstones(path: string | undefined): CliError {
        if (path === undefined) {
            return CliError.usage(
                "No pseudonym key file is named, and none is next to the database: what is left of a deleted Identity would name it.",
                "name the key file with --pseudonym-key-file; a database that was used without a key is first converted: `identity-deletion database pseudonymize --help`"
            );
        }
        return CliError.usage(
            `There is no pseudonym key file at ${path}, and nothing in the database to keep under a key.`,
            "check both paths; `identity-deletion identityDeletion init` makes a key file for a database that holds nothing"
        );
    }

    public static noKeyFile(path: string): CliError {
        return CliError.usage(
            `There is no pseudonym key file at ${path}, and the database is in use: no other key fits.`,
            "check the path, or restore your copy of the file"
        );
    }

    public static refused(code: ErrorCode, message: string, next: string): CliError {
        return new CliError(code, ExitCode.refused, message, next);
    }

    public static outputClosed(): CliError {
        return new CliError(
            "error.cli.outputClosed",
            ExitCode.unforeseen,
            "Standard output was closed before everything was written."
        );
    }

    public static outputFailed({ message }: Error): CliError {
        const next =
            "check the free space where it goes; what the command was to do may be done: ask before it is run again";
        return new CliError(
            "error.cli.outputFailed",
            ExitCode.unforeseen,
            `Standard output cannot be written: ${message}.`,
            next
        );
    }

    public static interrupted(): CliError {
        return new CliError("error.cli.interrupted", ExitCode.interrupted, "Interrupted. Nothing was changed.");
    }
}
