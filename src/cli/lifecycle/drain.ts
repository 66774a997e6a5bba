import type { Lifecycle } from "../../lifecycle";
import type { CliEnvironment } from "../CliEnvironment";
import { Progress } from "../Progress";
import type { TerminalLog } from "./logLines";
import type { StopRequest } from "./StopRequest";

const atATime = 100;

interface Draining {
    readonly environment: CliEnvironment;
    readonly log: TerminalLog;
    readonly stop: StopRequest;
    readonly stopWithinMs: number;
}

export async function drain(lifecycle: Lifecycle, { stop, stopWithinMs, ...shown }: Draining): Promise<void> {
    const stopped = stop.asked.then(async () => await lifecycle.stop(stopWithinMs));
    const progress = await progressOf(lifecycle, shown);
    let count = 0;
    try {
        for (;;) {
            const { found, interrupted } = await lifecycle.runDue(undefined, atATime);
            count += found;
            progress?.update(count);
            // What is interrupted may be due still: it would be found again and again.
            if (found < atATime || interrupted > 0 || stop.isAsked) break;
        }
    } finally {
        progress?.stop();
        shown.log.isSilent = false;
    }
    if (stop.isAsked) await stopped;
}

/** A log would tear the bar apart: it waits for the bar, and what is answered at the end says what has failed. */
async function progressOf(
    lifecycle: Lifecycle,
    { environment, log }: Pick<Draining, "environment" | "log">
): Promise<Progress | undefined> {
    if (!environment.isTerminal) return undefined;
    const { due } = await lifecycle.status();
    if (due <= atATime) return undefined;
    log.isSilent = true;
    return Progress.start(environment, "Working on what is due [{bar}] {value}/{total} | ETA {eta_formatted}", due);
}
