#!/usr/bin/env node
import { run } from "./run";

// A reader that has seen enough (`| head`) closes the pipe. That is no error, and what runs is still done to its end.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
});

void run(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    variables: process.env,
    // Asked for only when it is needed: it throws where the folder has been removed.
    get workingDirectory() {
        return process.cwd();
    },
    isTerminal: process.stdin.isTTY && process.stderr.isTTY
}).then((exitCode) => (process.exitCode = exitCode));
