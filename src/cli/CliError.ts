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
