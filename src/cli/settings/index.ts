import { resolve } from "node:path";
import { CliError } from "../CliError";
import { isDatabaseUrl, isForeignUrl } from "../databaseUrl";
import type { Setting } from "./Setting";

export type SettingName =
    "database" | "identity" | "device" | "backbone" | "credentials" | "pseudonymKeyFile" | "deleters";

export const settings: Readonly<Record<SettingName, Setting>> = {
    database: {
        flags: "--database <file>",
        variable: "IDENTITY_DELETION_DATABASE",
        description: "the SQLite file that holds the processes, or postgres://… of a PostgreSQL database",
        noun: "database",
        read: (value, folder) => {
            // Without the rest of it, which may hold a password.
            if (isForeignUrl(value)) {
                throw CliError.usage(
                    `A database is a SQLite file or postgres://…, and not ${value.split("//")[0]}//….`
                );
            }
            return isDatabaseUrl(value) ? value : resolve(folder, value);
        },
        harmIfFound: (value) => (isDatabaseUrl(value) ? "it would be sent your password and the records" : undefined)
    },
    identity: {
        flags: "--identity <address>",
        variable: "IDENTITY_DELETION_IDENTITY",
        description: "the address of the Identity that it is about",
        noun: "Identity"
    },
    device: {
        flags: "--device <id>",
        variable: "IDENTITY_DELETION_DEVICE",
        description: "the id of the Device that is written down; needed by init and cancel",
        noun: "Device"
    },
    backbone: {
        flags: "--backbone <url>",
        variable: "IDENTITY_DELETION_BACKBONE",
        description: "the Backbone that decides, if there is one; https, or http on this machine",
        noun: "Backbone",
        harmIfFound: () => "it would be sent your secrets"
    },
    credentials: {
        flags: "--credentials <file>",
        variable: "IDENTITY_DELETION_CREDENTIALS",
        description: "a JSON file with clientId, clientSecret, username, password for --backbone",
        noun: "credentials file",
        read: (value, folder) => resolve(folder, value),
        harmIfFound: () => "it says for whom everything is done"
    },
    pseudonymKeyFile: {
        flags: "--pseudonym-key-file <file>",
        variable: "IDENTITY_DELETION_PSEUDONYM_KEY_FILE",
        description: "the file with the key that the database's pseudonyms are made with",
        noun: "pseudonym key file",
        read: (value, folder) => resolve(folder, value),
        harmIfFound: () => "the owner of that key can tell whose the records are"
    },
    deleters: {
        flags: "--deleters <file>",
        variable: "IDENTITY_DELETION_DELETERS",
        description: "the JavaScript file with your deleters and your notifier; needed by lifecycle run",
        noun: "file with deleters",
        read: (value, folder) => resolve(folder, value),
        harmIfFound: () => "it would be run as a program"
    }
};

export type Settings = Readonly<Partial<Record<SettingName, string>>>;

export const settingNames = Object.keys(settings) as SettingName[];
