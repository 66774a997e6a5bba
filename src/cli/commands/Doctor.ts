import { Command } from "commander";
import type { LifecycleStatus } from "../../lifecycle";
import type { CommandContext } from "../CommandContext";
import { databaseFileExists } from "../databaseFile";
import { isDatabaseUrl, shownDatabase } from "../databaseUrl";
import { checkClock } from "../doctor/checkClock";
import { checkModes } from "../doctor/checkModes";
import type { Finding } from "../doctor/Finding";
import { ExitCode } from "../exitCodes";
import { lazily } from "../lazily";
import { withLifecycleForOperators } from "../lifecycle/withLifecycleForOperators";
import { problemOf } from "../problemOf";
import type { CliCommand } from "./CliCommand";

const help = `
Checks what a deletion needs, and says of each thing that is wrong what to do about it: the
database and its driver, its version, who may read its files, the pseudonym key, whether what is
due is worked on, what has failed, what cannot be read, and whether this machine's clock and a
database server's agree within two seconds. Changes nothing, and shows no personal data.

Exit code 0: all is well, or only warnings; 4: a deletion would not work.
With --json, the value is an array of {"check", "level", "message", "next"}, where "level" is
"ok", "warning" or "wrong".

Example:
  identity-deletion doctor --database identities.db`;

export const doctor: CliCommand = (context) =>
    new Command("doctor")
        .summary("check database, key, file modes and what is due")
        .description("Check what a deletion needs, and say what to do about what is wrong.")
        .addHelpText("after", help)
        .action(async () => await examine(context));

const hourInMs = 3_600_000;

async function examine(context: CommandContext): Promise<void> {
    const findings: Finding[] = [{ check: "Node", level: "ok", message: process.version }];
    if (isDatabaseUrl(context.databasePath) || databaseFileExists(context.databasePath)) {
        findings.push(...checkModes(context), ...(await checkStore(context)));
    } else {
        findings.push({
            check: "Database",
            level: "wrong",
            message: `There is none at ${context.databasePath}.`,
            next: "check the path; `identity-deletion identityDeletion init` makes one where there is none"
        });
    }
    const isWrong = findings.some(({ level }) => level === "wrong");
    context.output.answer(findings, findings.flatMap(linesFor), isWrong ? ExitCode.unavailable : ExitCode.done);
}

/** Without making a schema: the database by itself, then its key and what is due. */
async function checkStore(context: CommandContext): Promise<Finding[]> {
    try {
        const clock = await context.withStore("existing", async (store) => await checkClock(store, context), false);
        const isUsable = `${shownDatabase(context.databasePath)} can be used.`;
        return [{ check: "Database", level: "ok", message: isUsable }, ...clock, ...(await checkLifecycle(context))];
    } catch (error) {
        return [wrong("Database", error, context)];
    }
}

async function checkLifecycle(context: CommandContext): Promise<Finding[]> {
    try {
        const status = await withLifecycleForOperators(context, async (lifecycle) => await lifecycle.status());
        return [{ check: "Key", level: "ok", message: "It is the database's own." }, ...checksOf(status)];
    } catch (error) {
        return [wrong("Lifecycle", error, context)];
    }
}

function wrong(check: string, error: unknown, { databasePath }: CommandContext): Finding {
    const variables = { IDENTITY_DELETION_DATABASE: databasePath };
    const { message, causes, next } = problemOf(error, { argv: [], variables });
    return { check, level: "wrong", message: [message, ...causes].join(" "), next };
}

function checksOf({ lagInMs, due, failed, retrying, unreadable }: LifecycleStatus): Finding[] {
    const { lengthPhrase } = lazily.describe();
    const seeFailed = "run `identity-deletion lifecycle failed`";
    return [
        lagInMs < hourInMs
            ? { check: "Lifecycle", level: "ok", message: due === 0 ? "Nothing is due." : `${due} due, none for long.` }
            : {
                  check: "Lifecycle",
                  level: "warning",
                  message: `${due} due, the oldest for ${lengthPhrase(lagInMs)}: no lifecycle runs, or it cannot keep up.`,
                  next: "run `identity-deletion lifecycle run`, or call module.start() in your host; compare the clocks of the machines"
              },
        failed + retrying === 0
            ? { check: "Failures", level: "ok", message: "None." }
            : {
                  check: "Failures",
                  level: "warning",
                  message: `${failed} parked, ${retrying} tried again later.`,
                  next: seeFailed
              },
        unreadable === 0
            ? { check: "Records", level: "ok", message: "All that is due can be read." }
            : {
                  check: "Records",
                  level: "warning",
                  message: `${unreadable} cannot be read, and are passed over.`,
                  next: `${seeFailed}, and repair them in the database, or restore a backup`
              }
    ];
}

const signs: Readonly<Record<Finding["level"], string>> = { ok: "ok     ", warning: "warning", wrong: "WRONG  " };

function linesFor({ check, level, message, next }: Finding): string[] {
    const line = `${signs[level]}  ${check.padEnd(9)}  ${message}`;
    return next === undefined ? [line] : [line, `${" ".repeat(20)}next: ${next}`];
}
