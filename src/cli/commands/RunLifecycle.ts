import { Command, InvalidArgumentError, Option } from "commander";
import type { LifecycleFactory } from "../../application/LifecyclePort";
import type { Lifecycle } from "../../lifecycle";
import type { Logger } from "../../observability";
import type { CommandContext } from "../CommandContext";
import { ExitCode } from "../exitCodes";
import { lazily } from "../lazily";
import { closeHostFile } from "../lifecycle/closeHostFile";
import { configureLifecycle } from "../lifecycle/configureLifecycle";
import { drain } from "../lifecycle/drain";
import { loadHostFile, type HostFile } from "../lifecycle/loadHostFile";
import { logLevels, logLines, type LogLevel } from "../lifecycle/logLines";
import { showDue } from "../lifecycle/showDue";
import { StopRequest } from "../lifecycle/StopRequest";
import { Totals } from "../lifecycle/Totals";
import { required } from "../settings/resolveSettings";
import type { CliCommand } from "./CliCommand";

const help = `
Sends the reminders, and deletes each Identity whose grace period is over, by the deleters in
a JavaScript file of your own. Nothing is deleted unless this, or your host, runs.

It runs until SIGTERM or Ctrl-C: then it begins nothing new, gives the step that is running
--stop-within seconds to end, and exits with 0. What did not end is done by the next run;
a second signal ends it at once. Any number may run on one database, on any number of machines.

With --once it does what is due now and exits: for cron. With --log-level warn or error it says
nothing then, unless something was done or has failed. Exit code 5: something failed and is tried
again by a later run, or waits for \`lifecycle retry\`.

With --dry-run it shows what it would do now, and does none of it.

The file exports, by name or as properties of its default export:
  deleters   an array of { name, dependsOn?, deleteIdentityData(address, context) }
  notifier   { remind(reminder), notifyOfDeletion(notice) }, or "none": no messages are sent
  options    what else Lifecycle.configure takes, such as remindersInDaysBeforeEnd (optional)
  close      called at the end, to close what the file has opened (optional)

  // deleters.mjs
  import { rm } from "node:fs/promises";
  export const notifier = "none";
  export const deleters = [{
      name: "files",
      async deleteIdentityData(address, { signal }) {
          await rm(\`data/\${encodeURIComponent(address)}\`, { recursive: true, force: true });
      }
  }];

What happens is logged to standard error, a line each (with --json: JSON), and holds no personal data.
With --json the value is what was done, in numbers: {"deleted", "reminded", "failed", …}.

Examples:
  identity-deletion lifecycle run --database identities.db --deleters deleters.mjs
  */5 * * * *  identity-deletion lifecycle run --once --log-level warn --config /etc/identity-deletion.json`;

interface RunOptions {
    readonly once?: boolean;
    readonly dryRun?: boolean;
    readonly stopWithin: number;
    readonly logLevel: LogLevel;
}

export const runLifecycle: CliCommand = (context) =>
    new Command("run")
        .summary("send reminders, and delete Identities whose grace period is over")
        .description("Send reminders, and delete the Identities whose grace period is over.")
        .option("--once", "do what is due now, then exit")
        .option("--dry-run", "show what is due now, and do none of it")
        .option("--stop-within <seconds>", "how long a running step may take to end when it is stopped", seconds, 20)
        .addOption(
            new Option("--log-level <level>", "the least important that is logged").choices(logLevels).default("info")
        )
        .addHelpText("after", help)
        .action(async (options: RunOptions) => await runWith(context, options));

async function runWith(context: CommandContext, options: RunOptions): Promise<void> {
    const { once = false, dryRun = false, stopWithin, logLevel } = options;
    if (dryRun) return await showDue(context);
    const { environment, output } = context;
    const path = required(context.settings, "deleters");
    const file = await loadHostFile(path, environment);
    const stop = new StopRequest(environment, output);
    try {
        const totals = new Totals();
        const log = logLines(output, logLevel, () => lazily.timestamp().timestampOf(context.reader.now));
        const configured = lifecycleOf(path, file, totals, log);
        const stopWithinMs = stopWithin * 1_000;
        await context.withLifecycle(configured, async (module) => {
            const { lifecycle } = module;
            if (once) return await drain(lifecycle, { environment, log, stop, stopWithinMs });
            module.start();
            output.note("The lifecycle runs. Ctrl-C or SIGTERM ends it.");
            await stop.asked;
            await lifecycle.stop(stopWithinMs);
        });
        const exitCode = once && totals.isIncomplete ? ExitCode.incomplete : ExitCode.done;
        const isQuiet = once && (logLevel === "warn" || logLevel === "error") && totals.rows.length === 0;
        output.answer(totals.summary, isQuiet ? [] : linesFor(totals, stop), exitCode);
    } finally {
        stop.forget();
        await closeHostFile(file, output);
    }
}

function lifecycleOf(path: string, { options }: HostFile, totals: Totals, log: Logger): LifecycleFactory<Lifecycle> {
    const { LifecycleLog, observers } = lazily.observability();
    const all = [totals, LifecycleLog.to(log), ...(options.observer === undefined ? [] : [options.observer])];
    return configureLifecycle(path, { ...options, observer: observers(...all) });
}

function linesFor({ rows }: Totals, stop: StopRequest): string[] {
    if (rows.length === 0) return [stop.isAsked ? "The lifecycle was stopped. Nothing was due." : "Nothing was due."];
    const headline = stop.isAsked ? "The lifecycle was stopped." : "What was due has been worked on.";
    return [headline, ...lazily.describe().fields(rows)];
}

function seconds(text: string): number {
    if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of seconds, such as 20.");
    return Number(text);
}
