import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { PseudonymKey } from "../pseudonymization";
import { CliError } from "./CliError";

const form = /^[0-9a-f]{64}$/i;
const forOthers = 0o077;

interface Notes {
    note(text: string): void;
}

/** `undefined` without a file. Warns where others can read or change it. No error says anything of what it holds. */
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

/** For a file that was found, not named: it must belong to this user, or to root. */
export function readOwnKeyFile(path: string, output: Notes): PseudonymKey | undefined {
    const owner = read(path)?.owner;
    const isOwn = owner === undefined || owner === 0 || process.getuid === undefined || owner === process.getuid();
    if (isOwn) return readKeyFile(path, output);
    throw CliError.usage(
        `The pseudonym key file ${path} was found next to the database, not named, and belongs to another user.`,
        `if it is the right one, name it: --pseudonym-key-file ${path}; else remove it`
    );
}

/** On disk before anything is stored under the key. Never overwrites a file: of several calls at once, one makes the key. */
export function makeKeyFile(path: string, output: Notes): PseudonymKey {
    const draft = `${path}.${randomBytes(4).toString("hex")}.new`;
    try {
        writeNew(draft, `${randomBytes(32).toString("hex")}\n`);
        // Under its name it is whole from the first moment.
        linkSync(draft, path);
        syncFolder(dirname(path));
    } catch (error) {
        const another = (error as NodeJS.ErrnoException).code === "EEXIST" ? readKeyFile(path, output) : undefined;
        if (another !== undefined) return another;
        throw CliError.usage(
            `The pseudonym key file ${path} cannot be made: ${reasonOf(error)}.`,
            "name a file in a folder that you may write to"
        );
    } finally {
        rmSync(draft, { force: true });
    }
    output.note(
        `note: a new pseudonym key was made: ${path}, for you alone (mode 600). Keep a copy in a safe place, apart from ` +
            "the database: without it no Identity can be found in the database again, and anyone who has it can find them all."
    );
    return readKeyFile(path, output)!;
}

function writeNew(path: string, text: string): void {
    const file = openSync(path, "wx", 0o600);
    try {
        writeSync(file, text);
        fsyncSync(file);
    } finally {
        closeSync(file);
    }
}

function read(path: string): { text: string; mode: number; owner: number } | undefined {
    try {
        const file = openSync(path, "r");
        try {
            const { mode, uid } = fstatSync(file);
            return { text: readFileSync(file, "utf8"), mode, owner: uid };
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

/** So that the file's name survives a crash of the machine, too. Windows cannot do it, and need not. */
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
    return (error as NodeJS.ErrnoException).code!;
}
