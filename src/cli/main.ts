#!/usr/bin/env node
import { constants } from "node:os";
import { pathToFileURL } from "node:url";
import { run } from "./run";

// A reader that has seen enough (`| head`) closes the pipe. That is no error, and what runs is still done to its end.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
});

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
        hasHostCode = true;
        return (await import(pathToFileURL(path).href)) as unknown;
    },
    onStopSignal
}).then((exitCode) => {
    process.exitCode = exitCode;
    if (hasHostCode) setTimeout(() => process.exit(), 1_000).unref();
});

/** A second signal ends the process itself: also as the first one of a container, which the system's own way spares. */
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
