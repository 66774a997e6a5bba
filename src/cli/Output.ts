import type { Writable } from "node:stream";
import type { CliEnvironment } from "./CliEnvironment";
import { CliError } from "./CliError";
import { printable } from "./columns";
import { ExitCode } from "./exitCodes";
import type { Problem } from "./problemOf";
import { Style } from "./Style";

export class Output {
    private meaning: ExitCode = ExitCode.done;
    private writing: Promise<void> = Promise.resolve();
    private failure: CliError | undefined;
    private readonly style: Style;
    private readonly errorStyle: Style;

    public constructor(
        private readonly stdout: Writable,
        private readonly stderr: Writable,
        public readonly isJson: boolean,
        variables: CliEnvironment["variables"]
    ) {
        this.style = Style.of(stdout, variables);
        this.errorStyle = Style.of(stderr, variables);
    }

    public get width(): number | undefined {
        return this.style.width;
    }

    public get exitCode(): ExitCode {
        return this.meaning;
    }

    public answer(value: unknown, lines: readonly string[], exitCode: ExitCode = ExitCode.done): void {
        this.meaning = exitCode;
        if (this.isJson) this.write(document({ ok: true, value }));
        else if (lines.length > 0) this.write(`${lines.map((line) => this.style.line(printable(line))).join("\n")}\n`);
    }

    /** The same with `--json`, such as a help page. */
    public text(text: string): void {
        this.write(text);
    }

    /** Rejects where standard output takes no more, as on a full disk. A reader that has gone (`| head`) is no error. */
    public async written(): Promise<void> {
        await this.writing;
        if (this.failure !== undefined) throw this.failure;
    }

    /** A help page in place of a command that was not named. */
    public unasked(text: string): void {
        if (!this.isJson) this.stderr.write(text);
    }

    public note(text: string): void {
        if (this.isJson) return this.line(JSON.stringify({ message: text }));
        const isWarning = text.startsWith("warning: ");
        const lines = text.split("\n").map((line) => this.errorStyle.line(line));
        this.line(isWarning ? this.errorStyle.coloured(lines.join("\n"), "yellow") : lines.join("\n"));
    }

    public line(text: string): void {
        this.stderr.write(`${text}\n`);
    }

    /** With `--json` the document goes to standard output, where a script looks for it, if it can. */
    public fail({ code, message, next, causes }: Problem): void {
        if (this.isJson && this.failure === undefined) {
            this.write(document({ ok: false, error: { code, message } }));
            return;
        }
        const { errorStyle } = this;
        const lines = [
            errorStyle.coloured(errorStyle.line(`error: ${message}`), "red"),
            errorStyle.coloured(`code:  ${code}`, "dim"),
            ...causes.map((cause) => errorStyle.line(`cause: ${cause}`))
        ];
        if (next !== undefined) lines.push(errorStyle.coloured(errorStyle.line(`next:  ${next}`), "green"));
        this.stderr.write(`${lines.join("\n")}\n`);
    }

    private write(text: string): void {
        const written = new Promise<void>((resolve) => {
            this.stdout.write(text, (error) => {
                if (error && !isMissingReader(error)) this.failure ??= CliError.outputFailed(error);
                resolve();
            });
        });
        this.writing = this.writing.then(async () => await written);
    }
}

export function isMissingReader(error: unknown): boolean {
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    return code === "EPIPE" || code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ERR_STREAM_DESTROYED";
}

function document(content: object): string {
    return `${JSON.stringify(content)}\n`;
}
