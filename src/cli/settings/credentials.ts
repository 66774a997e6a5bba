import { resolve } from "node:path";
import type { Setting } from "./Setting";

export const credentials: Setting = {
    flags: "--credentials <file>",
    variable: "IDENTITY_DELETION_CREDENTIALS",
    description: "a JSON file with clientId, clientSecret, username, password for --backbone",
    noun: "credentials file",
    read: (value, folder) => resolve(folder, value),
    harmIfFound: () => "it says for whom everything is done"
};
