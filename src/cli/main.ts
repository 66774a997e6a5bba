#!/usr/bin/env node
import { constants } from "node:os";
import { pathToFileURL } from "node:url";
import { errorNameOf } from "../observability/publicFields";
import { ExitCode } from "./exitCodes";
import { run } from "./run";

// The reader may close the pipe (`| head`), a disk may be full: the program says so, not an exception amid a deletion.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

// Of what a host's own file leaves open, nothing keeps the process alive for long.
let hasHostCode = false;

void run(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    variables: process.env,
    // Asked for only when it is needed: it throws where the folder has been removed.
    get workingDirectory() {
        return process.cwd();
    },
    isTerminal: process.stdin.isTTY && process.stderr.isTTY,
    importFile: async (path) => {
        if (!hasHostCode) process.on("uncaughtException", endWithoutReason);
        hasHostCode = true;
        return (await import(pathToFileURL(path).href)) as unknown;
    },
    onStopSignal
}).then((exitCode) => {
    process.exitCode = exitCode;
    if (hasHostCode) setTimeout(() => process.exit(), 1_000).unref();
});

/** A second signal ends the process: also the first process of a container, which the system's own way spares. */
function onStopSignal(listener: () => void): () => void {
    let isAsked = false;
    const hear = (signal: NodeJS.Signals): void => {
        if (isAsked) process.exit(128 + constants.signals[signal]);
        isAsked = true;
        listener();
    };
    process.on("SIGTERM", hear).on("SIGINT", hear);
    return () => void process.off("SIGTERM", hear).off("SIGINT", hear);
}

/** The host's code threw where nothing catches it. The process ends without the message, which may name a person. */
function endWithoutReason(error: unknown): void {
    process.stderr.write(`${strayErrorLines(error).join("\n")}\n`);
    process.exit(ExitCode.unforeseen);
}

function strayErrorLines(error: unknown): string[] {
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
