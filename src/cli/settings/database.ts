import { resolve } from "node:path";
import { CliError } from "../CliError";
import { isDatabaseUrl, isForeignUrl } from "../databaseUrl";
import type { Setting } from "./Setting";

export const database: Setting = {
    flags: "--database <file>",
    variable: "IDENTITY_DELETION_DATABASE",
    description: "the SQLite file that holds the processes, or postgres://… of a PostgreSQL database",
    noun: "database",
    read: (value, folder) => {
        // Without the rest of it, which may hold a password.
        if (isForeignUrl(value)) {
            throw CliError.usage(`A database is a SQLite file or postgres://…, and not ${value.split("//")[0]}//….`);
        }
        return isDatabaseUrl(value) ? value : resolve(folder, value);
    },
    // PGPASSWORD, and the records.
    harmIfFound: (value) => (isDatabaseUrl(value) ? "it would be sent your password and the records" : undefined)
};
