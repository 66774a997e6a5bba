import { resolve } from "node:path";
import type { Setting } from "./Setting";

export const deleters: Setting = {
    flags: "--deleters <file>",
    variable: "IDENTITY_DELETION_DELETERS",
    description: "the JavaScript file with your deleters and your notifier; needed by lifecycle run",
    noun: "file with deleters",
    read: (value, folder) => resolve(folder, value),
    harmIfFound: () => "it would be run as a program"
};
