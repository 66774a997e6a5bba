import type { Command } from "commander";
import type { CommandContext } from "../CommandContext";

/** Its action answers through the context's output, or throws. */
export type CliCommand = (context: CommandContext) => Command;

export interface CommandGroup {
    readonly name: string;
    readonly summary: string;
    readonly commands: readonly CliCommand[];
}
