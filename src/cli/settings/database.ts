import { resolve } from "node:path";
import type { Setting } from "./Setting";

export const database: Setting = {
    flags: "--database <file>",
    variable: "IDENTITY_DELETION_DATABASE",
    description: "the SQLite file that holds the processes",
    noun: "database",
    read: (value, folder) => resolve(folder, value)
};
