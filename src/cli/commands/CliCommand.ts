import type { Command } from "commander";
import type { CommandContext } from "../CommandContext";

export type CliCommand = (context: CommandContext) => Command;

export interface CommandGroup {
    readonly name: string;
    readonly summary: string;
    readonly commands: readonly CliCommand[];
}
