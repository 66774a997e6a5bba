import { createInterface } from "node:readline";
import type { CliEnvironment } from "./CliEnvironment";
import { CliError } from "./CliError";

export function requireTerminal({ isTerminal }: CliEnvironment): void {
    if (isTerminal) return;
    throw CliError.usage("There is no terminal to ask at: confirm with --yes.", "add --yes if you are sure");
}

/** Only the typed word "yes" is a yes; anything else, and the end of the input, is a no. Throws at Ctrl-C. */
export async function confirm(question: string, { stdin, stderr }: CliEnvironment): Promise<boolean> {
    const terminal = createInterface({ input: stdin, output: stderr, terminal: true });
    let isInterrupted = false;
    terminal.once("SIGINT", () => {
        isInterrupted = true;
        terminal.close();
    });
    const answer = await new Promise<string | undefined>((resolve) => {
        terminal.once("close", () => resolve(undefined));
        terminal.question(question, resolve);
    });
    terminal.close();
    if (answer === undefined) stderr.write("\n");
    if (isInterrupted) throw CliError.interrupted();
    return answer?.trim().toLowerCase() === "yes";
}
