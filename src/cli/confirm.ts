import { createInterface } from "node:readline";
import type { CliEnvironment } from "./CliEnvironment";

/** Only the typed word "yes" is a yes; anything else, and the end of the input, is a no. `interrupted`: Ctrl-C. */
export async function confirm(
    question: string,
    { stdin, stderr }: Pick<CliEnvironment, "stdin" | "stderr">
): Promise<"yes" | "no" | "interrupted"> {
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
    if (isInterrupted) return "interrupted";
    return answer?.trim().toLowerCase() === "yes" ? "yes" : "no";
}
