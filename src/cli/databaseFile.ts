import { statSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { CliError } from "./CliError";
import { isDatabaseUrl } from "./databaseUrl";

/** Throws where the path itself keeps a file from being made. */
export function databaseFileExists(path: string): boolean {
    if (isDatabaseUrl(path)) return true;
    const file = look(path);
    if (file?.isDirectory()) {
        throw CliError.noDatabase(`${path} is a folder, not a database.`, "name the file in it");
    }
    if (file === undefined && !look(dirname(path))?.isDirectory()) {
        throw CliError.noDatabase(
            `There is no database at ${path}, and no folder ${dirname(path)} to make one in.`,
            "check the path, or make the folder first"
        );
    }
    return file !== undefined;
}

/** A mistyped path must not answer "none active", or leave an empty database behind. */
export function requireDatabaseFile(path: string): void {
    if (databaseFileExists(path)) return;
    throw CliError.noDatabase(
        `There is no database at ${path}.`,
        "check the path; `identity-deletion identityDeletion init` makes a database where there is none"
    );
}

function look(path: string): Stats | undefined {
    try {
        return statSync(path, { throwIfNoEntry: false });
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === "ENOTDIR") return undefined;
        throw CliError.noDatabase(`${path} cannot be looked at: ${message}.`, "check the permissions");
    }
}
