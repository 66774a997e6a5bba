import type { Command } from "commander";
import type { CommandContext } from "../CommandContext";

/** Makes one command of the program. Its action answers through the context's output, or throws. */
export type CliCommand = (context: CommandContext) => Command;

/** Commands that begin with the same word. */
export interface CommandGroup {
    readonly name: string;
    readonly summary: string;
    readonly commands: readonly CliCommand[];
}
