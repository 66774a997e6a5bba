import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { CliError } from "../CliError";
import { settingNames, settings, type SettingName, type Settings } from "./index";
import type { Setting } from "./Setting";

export const defaultConfigFile = "identity-deletion.config.json";
export const configVariable = "IDENTITY_DELETION_CONFIG";

/** A named file has to exist. One that was only found may be another person's: it must not set what could do harm. */
export function readConfigFile(named: string | undefined, workingDirectory: string): Settings {
    const path = resolve(workingDirectory, named ?? defaultConfigFile);
    const text = read(path, named !== undefined);
    if (text === undefined) return {};
    const found = settingsOf(parse(text, path), path);
    if (named === undefined) requireHarmless(found, path);
    return found;
}

function read(path: string, isNamed: boolean): string | undefined {
    try {
        return readFileSync(path, "utf8");
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code !== "ENOENT") throw CliError.usage(`The config file ${path} cannot be read: ${message}.`);
        if (isNamed) throw CliError.usage(`There is no config file at ${path}.`);
        return undefined;
    }
}

function parse(text: string, path: string): object {
    let content: unknown;
    try {
        // Some editors begin a file with a byte order mark, which JSON does not know.
        content = JSON.parse(text.replace(/^\uFEFF/, ""));
    } catch (error) {
        throw CliError.usage(`The config file ${path} is not JSON: ${(error as Error).message}.`);
    }
    if (typeof content !== "object" || content === null || Array.isArray(content)) {
        throw CliError.usage(`The config file ${path} must hold one JSON object.`);
    }
    return content;
}

function settingsOf(content: object, path: string): Settings {
    const found: Partial<Record<SettingName, string>> = {};
    for (const [name, value] of Object.entries(content)) {
        if (!isSettingName(name)) {
            throw CliError.usage(
                `The config file ${path} has the unknown key "${name}"; there are: ${settingNames.join(", ")}.`
            );
        }
        if (typeof value !== "string" || value === "") {
            throw CliError.usage(`In the config file ${path}, "${name}" must be a string that is not empty.`);
        }
        found[name] = settings[name].read?.(value, dirname(path)) ?? value;
    }
    return found;
}

function requireHarmless(found: Settings, path: string): void {
    for (const [name, value] of Object.entries(found) as [SettingName, string][]) {
        const { harmIfFound }: Setting = settings[name];
        const harm = harmIfFound?.(value);
        if (harm === undefined) continue;
        throw CliError.usage(
            `The config file ${path} was found in this folder, not named, and so it must not set "${name}": ${harm}.`,
            `if it is yours, name it: --config ${path}, or set ${configVariable}; else remove it`
        );
    }
}

function isSettingName(name: string): name is SettingName {
    return Object.hasOwn(settings, name);
}
