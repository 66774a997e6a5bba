import { backbone } from "./backbone";
import { credentials } from "./credentials";
import { database } from "./database";
import { deleters } from "./deleters";
import { device } from "./device";
import { identity } from "./identity";
import { pseudonymKeyFile } from "./pseudonymKeyFile";
import type { Setting } from "./Setting";

/** Every setting, under the name that it has in the config file. */
export const settings = {
    database,
    identity,
    device,
    backbone,
    credentials,
    pseudonymKeyFile,
    deleters
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** What was given, whichever way. */
export type Settings = Readonly<Partial<Record<SettingName, string>>>;

export const settingNames = Object.keys(settings) as SettingName[];
