import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Help, Option } from "commander";
import { CommandContext } from "./CommandContext";
import type { CliEnvironment } from "./CliEnvironment";
import { commandGroups, singleCommands } from "./commands";
import type { CommandGroup } from "./commands/CliCommand";
import { helpText } from "./helpText";
import type { Output } from "./Output";
import { settings } from "./settings";
import { configVariable } from "./settings/configFile";
import { resolveSettings, type Arguments } from "./settings/resolveSettings";

/** Throws a `CommanderError` instead of ending the process, and prints no errors itself. */
export function createProgram(environment: CliEnvironment, output: Output): Command {
    const program = new Command("identity-deletion")
        .description("Deletes an Identity after a grace period in which that can be taken back.")
        .version(version(), "-V, --version", "print the release")
        .exitOverride()
        .configureHelp({ showGlobalOptions: true, subcommandTerm: words, formatHelp })
        .configureOutput({
            writeOut: (text) => output.text(text),
            writeErr: (text) => output.unasked(text),
            outputError: () => undefined
        })
        .addHelpText("after", helpText);
    for (const option of globalOptions()) program.addOption(option);

    const context = new CommandContext(environment, output, () => resolveSettings(argumentsOf(program), environment));
    for (const group of commandGroups) addGroup(program, group, context);
    for (const create of singleCommands) program.addCommand(create(context).copyInheritedSettings(program));
    return program;
}

function globalOptions(): Option[] {
    return [
        ...Object.values(settings).map(({ flags, description, variable }) =>
            new Option(flags, description).env(variable)
        ),
        new Option("--config <file>", "a JSON file with database, identity, device, and the other settings").env(
            configVariable
        ),
        new Option("--json", "answer with one JSON document on standard output")
    ];
}

function addGroup(program: Command, { name, summary, commands }: CommandGroup, context: CommandContext): void {
    const group = program.command(name).summary(summary).description(`Commands to ${summary}.`);
    for (const create of commands) group.addCommand(create(context).copyInheritedSettings(group));
}

/** The first help page shows every command, not only the words that they begin with: suggestions still need those. */
function formatHelp(command: Command, helper: Help): string {
    helper.visibleCommands = leaves;
    return Help.prototype.formatHelp.call(helper, command, helper);
}

function leaves(command: Command): Command[] {
    return command.commands.flatMap((child) => (child.commands.length === 0 ? [child] : leaves(child)));
}

function words(command: Command): string {
    const { parent } = command;
    return parent?.parent ? `${words(parent)} ${command.name()}` : command.name();
}

/** Commander knows the variables for help pages only: it would read this process's own, and knows no config file. */
function argumentsOf(program: Command): Arguments {
    const given = Object.entries(program.opts<Record<string, string | undefined>>());
    return Object.fromEntries(given.filter(([name]) => program.getOptionValueSource(name) === "cli"));
}

function version(): string {
    const text = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
    return (JSON.parse(text) as { version: string }).version;
}
