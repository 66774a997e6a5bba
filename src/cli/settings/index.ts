import { backbone } from "./backbone";
import { credentials } from "./credentials";
import { database } from "./database";
import { device } from "./device";
import { identity } from "./identity";
import type { Setting } from "./Setting";

/** Every setting, under the name that it has in the config file. */
export const settings = { database, identity, device, backbone, credentials } as const satisfies Record<
    string,
    Setting
>;

export type SettingName = keyof typeof settings;

/** What was given, whichever way. */
export type Settings = Readonly<Partial<Record<SettingName, string>>>;

export const settingNames = Object.keys(settings) as SettingName[];
