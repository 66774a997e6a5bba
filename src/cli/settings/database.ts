import { resolve } from "node:path";
import { isDatabaseUrl } from "../databaseUrl";
import type { Setting } from "./Setting";

export const database: Setting = {
    flags: "--database <file>",
    variable: "IDENTITY_DELETION_DATABASE",
    description: "the SQLite file that holds the processes, or postgres://… of a PostgreSQL database",
    noun: "database",
    read: (value, folder) => (isDatabaseUrl(value) ? value : resolve(folder, value))
};
