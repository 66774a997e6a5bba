import { CommanderError } from "commander";
import type { CliEnvironment } from "./CliEnvironment";
import type { ExitCode } from "./exitCodes";
import { Output } from "./Output";
import { problemOf } from "./problemOf";
import { createProgram } from "./program";

/** Never rejects, and never ends the process. `argv` is what follows the program's name. */
export async function run(argv: readonly string[], environment: CliEnvironment): Promise<ExitCode> {
    const output = new Output(environment.stdout, environment.stderr, asksForJson(argv), environment.variables);
    const program = createProgram(environment, output);
    try {
        await program.parseAsync(argv, { from: "user" }).catch(ignoreAnswered);
        await output.written();
        return output.exitCode;
    } catch (error) {
        const problem = problemOf(error, { argv, variables: environment.variables, program });
        output.fail(problem);
        return problem.exitCode;
    }
}

function ignoreAnswered(error: unknown): void {
    if (!(error instanceof CommanderError && error.exitCode === 0)) throw error;
}

/** From the bare arguments: the answer must be JSON also when they cannot be parsed. */
function asksForJson(argv: readonly string[]): boolean {
    const end = argv.indexOf("--");
    return argv.slice(0, end === -1 ? undefined : end).includes("--json");
}
