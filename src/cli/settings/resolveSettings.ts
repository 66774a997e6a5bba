import type { CliEnvironment } from "../CliEnvironment";
import { CliError } from "../CliError";
import { configVariable, readConfigFile } from "./configFile";
import type { Setting } from "./Setting";
import { settingNames, settings, type SettingName, type Settings } from "./index";

export type Arguments = Readonly<Partial<Record<SettingName | "config", string>>>;

type Environment = Pick<CliEnvironment, "variables" | "workingDirectory">;

/** An empty environment variable counts as absent. */
export function resolveSettings(given: Arguments, { variables, workingDirectory }: Environment): Settings {
    const config = argument(given, "config") ?? variableOf(variables, configVariable);
    const resolved: Partial<Record<SettingName, string>> = { ...readConfigFile(config, workingDirectory) };
    for (const name of settingNames) {
        const { read, variable }: Setting = settings[name];
        const value = argument(given, name) ?? variableOf(variables, variable);
        if (value !== undefined) resolved[name] = read?.(value, workingDirectory) ?? value;
    }
    return resolved;
}

export function required(resolved: Settings, name: SettingName): string {
    const value = resolved[name];
    if (value !== undefined) return value;
    const { noun, flags, variable } = settings[name];
    throw CliError.usage(
        `No ${noun} is named: give ${flags}, set ${variable}, or write "${name}" into the config file.`
    );
}

function variableOf(variables: Environment["variables"], name: string): string | undefined {
    return variables[name] === "" ? undefined : variables[name];
}

function argument(given: Arguments, name: keyof Arguments): string | undefined {
    const value = given[name];
    const flag = name === "config" ? "--config" : settings[name].flags.split(" ")[0];
    if (value === "") throw CliError.usage(`${flag} must not be empty.`);
    // Where its value was forgotten, an option takes the next one for it: `--database --json` would make a file.
    if (value?.startsWith("-")) {
        throw CliError.usage(`${flag} needs a value, and "${value}" looks like another option.`);
    }
    return value;
}
