import { errorNameOf } from "../../observability/publicFields";

/** The kind of error and its place, without its message. */
export function strayErrorLines(error: unknown): string[] {
    const { name, message, stack = "" } = error instanceof Error ? error : { name: undefined, message: "" };
    const behindTheMessage = stack.slice(stack.indexOf(message) + message.length);
    const places = behindTheMessage.split("\n").filter((line) => /^ {4}at .*:\d+:\d+\)?$/.test(line));
    return [
        `error: An error that nothing caught has ended the program: ${errorNameOf(name)}. What it said is left out: it may name a person.`,
        "code:  error.cli.strayError",
        ...places,
        "next:  find the call in the file with deleters that is not awaited; what was under way goes on when its lease ends"
    ];
}
