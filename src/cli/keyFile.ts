import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { PseudonymKey } from "../pseudonymization";
import { CliError } from "./CliError";

/** The key as it stands in the file: 32 bytes as hexadecimal digits. */
const form = /^[0-9a-f]{64}$/i;
const forOthers = 0o077;

/** Where a person is told something; the program's `Output`. */
interface Notes {
    note(text: string): void;
}

/**
 * The key in the file, or `undefined` where there is no file. Warns where others can read or change it. No error says
 * anything of what the file holds.
 */
export function readKeyFile(path: string, output: Notes): PseudonymKey | undefined {
    const file = read(path);
    if (file === undefined) return undefined;
    if (process.platform !== "win32" && (file.mode & forOthers) !== 0) {
        output.note(`warning: others on this machine may use the pseudonym key file ${path}: run \`chmod 600\` on it.`);
    }
    const text = file.text.trim();
    if (!form.test(text)) {
        throw CliError.usage(
            `The pseudonym key file ${path} does not hold a key: 64 hexadecimal digits.`,
            "check the path, or restore your copy of the file"
        );
    }
    return keyOf(Buffer.from(text, "hex"), path);
}

/**
 * Makes a key in a new file of mode 600, on disk before anything is stored under it, and says where. Never overwrites a
 * file.
 */
export function makeKeyFile(path: string, output: Notes): PseudonymKey {
    const bytes = randomBytes(32);
    try {
        const file = openSync(path, "wx", 0o600);
        try {
            writeSync(file, `${bytes.toString("hex")}\n`);
            fsyncSync(file);
        } finally {
            closeSync(file);
        }
        syncFolder(dirname(path));
    } catch (error) {
        throw CliError.usage(
            `The pseudonym key file ${path} cannot be made: ${reasonOf(error)}.`,
            "name a file in a folder that you may write to"
        );
    }
    output.note(
        `note: a new pseudonym key was made: ${path}, for you alone (mode 600). Keep a copy in a safe place, apart from\n` +
            "the database: without it nobody finds an Identity in the database again, and with it everybody can."
    );
    return keyOf(bytes, path);
}

/** For the commands that need a key, and make none: nothing was ever kept under one. */
export function noKeyFileYet(path: string): CliError {
    return CliError.usage(
        `There is no pseudonym key file at ${path}, and nothing in the database to keep under a key.`,
        "check both paths; `identity-deletion identityDeletion init` makes a key file for a database that holds nothing"
    );
}

/** The commands that need a key where there is none to be made. */
export function noKeyFile(path: string): CliError {
    return CliError.usage(
        `There is no pseudonym key file at ${path}, and the database is in use: no other key fits.`,
        "check the path, or restore your copy of the file"
    );
}

function read(path: string): { text: string; mode: number } | undefined {
    try {
        const file = openSync(path, "r");
        try {
            return { text: readFileSync(file, "utf8"), mode: fstatSync(file).mode };
        } finally {
            closeSync(file);
        }
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw CliError.usage(
            `The pseudonym key file ${path} cannot be read: ${reasonOf(error)}.`,
            "check the path and the permissions"
        );
    }
}

function keyOf(bytes: Uint8Array, path: string): PseudonymKey {
    try {
        return PseudonymKey.of(bytes);
    } catch (error) {
        throw CliError.usage(`The pseudonym key file ${path} does not hold a key. ${(error as Error).message}`);
    }
}

/** So that the file's name survives a crash of the machine as its content does. Windows has no such thing. */
function syncFolder(path: string): void {
    if (process.platform === "win32") return;
    const folder = openSync(path, "r");
    try {
        fsyncSync(folder);
    } finally {
        closeSync(folder);
    }
}

function reasonOf(error: unknown): string {
    return (error as NodeJS.ErrnoException).code ?? String(error);
}
