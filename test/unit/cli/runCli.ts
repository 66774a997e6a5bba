import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { CliEnvironment } from "../../../src/cli/CliEnvironment";
import { run } from "../../../src/cli/run";
import { FixedClock } from "../../../src/testing";

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "identity-deletion-cli-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

export interface CliRun {
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
}

export interface CliOptions extends Partial<CliEnvironment> {
    /** What the person types once the question is asked; there is a terminal then. `null` ends the input. */
    readonly types?: string | null;
}

/** Runs the program without a process of its own: Berlin, 23 November 2026, 11:00, no terminal. */
export async function runCli(argv: readonly string[], { types, ...environment }: CliOptions = {}): Promise<CliRun> {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const written = { stdout: "", stderr: "" };
    stdout.on("data", (chunk: Buffer) => (written.stdout += chunk.toString()));
    let hasTyped = false;
    stderr.on("data", (chunk: Buffer) => {
        written.stderr += chunk.toString();
        if (types === undefined || hasTyped || !written.stderr.includes("as it is: ")) return;
        hasTyped = true;
        if (types === null) stdin.end();
        else stdin.write(types);
    });
    const exitCode = await run(argv, {
        stdin,
        stdout,
        stderr,
        variables: {},
        workingDirectory: tmpdir(),
        isTerminal: types !== undefined,
        // Jest's own way: a real import needs a process of its own.
        importFile: async (path) => require(path) as unknown,
        onStopSignal: () => () => undefined,
        clock: new FixedClock(),
        zone: "Europe/Berlin",
        ...environment
    });
    return { exitCode, ...written };
}
