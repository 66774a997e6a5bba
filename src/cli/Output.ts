import type { Writable } from "node:stream";
import { ExitCode } from "./exitCodes";
import type { Problem } from "./problemOf";

/** Where answers, errors and questions go: for a person, or with `--json` for a script. */
export class Output {
    private meaning: ExitCode = ExitCode.done;

    public constructor(
        private readonly stdout: Writable,
        private readonly stderr: Writable,
        private readonly json: boolean
    ) {}

    /** Whether standard output takes one JSON document, and nothing else. */
    public get isJson(): boolean {
        return this.json;
    }

    /** What the answer means for the program's exit code. */
    public get exitCode(): ExitCode {
        return this.meaning;
    }

    /** The one answer of a command: lines for a person, or the value. */
    public answer(value: unknown, lines: readonly string[], exitCode: ExitCode = ExitCode.done): void {
        this.meaning = exitCode;
        this.stdout.write(this.json ? document({ ok: true, value }) : `${lines.join("\n")}\n`);
    }

    /** Text that was asked for itself, such as a help page: the same with `--json`. */
    public text(text: string): void {
        this.stdout.write(text);
    }

    /** A help page that was not asked for, in place of a command that was not named. */
    public unasked(text: string): void {
        if (!this.json) this.stderr.write(text);
    }

    /** Something beside the answer that a person should see. */
    public note(text: string): void {
        this.stderr.write(`${text}\n`);
    }

    /** Why there is no answer. With `--json` the document goes to standard output, where a script looks for it. */
    public fail({ code, message, next, causes }: Problem): void {
        if (this.json) {
            this.stdout.write(document({ ok: false, error: { code, message } }));
            return;
        }
        const lines = [`error: ${message}`, `code:  ${code}`, ...causes.map((cause) => `cause: ${cause}`)];
        if (next !== undefined) lines.push(`next:  ${next}`);
        this.stderr.write(`${lines.join("\n")}\n`);
    }
}

function document(content: object): string {
    return `${JSON.stringify(content)}\n`;
}
