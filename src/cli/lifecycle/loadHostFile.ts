import { statSync } from "node:fs";
import { within } from "../../domain/retry";
import type { LifecycleOptions } from "../../lifecycle";
import type { CliEnvironment } from "../CliEnvironment";
import { CliError } from "../CliError";
import { exportsOf } from "./exportsOf";

export interface HostFile {
    readonly options: LifecycleOptions;
    readonly close: () => Promise<void>;
}

const loadingTimeoutInMs = 60_000;

const see = "see `identity-deletion lifecycle run --help` for an example";

/** Whatever can be wrong with the file is a usage error that names it. */
export async function loadHostFile(
    path: string,
    { importFile }: Pick<CliEnvironment, "importFile">
): Promise<HostFile> {
    requireFile(path);
    const { deleters, notifier, options, close } = exportsOf(path, await load(path, importFile));
    if (deleters === undefined) throw wrong(path, "exports no deleters: an array of what deletes your data.");
    if (!Array.isArray(deleters)) throw wrong(path, "exports deleters that are no array.");
    if (notifier === undefined) {
        throw wrong(
            path,
            'exports no notifier: an object with remind and notifyOfDeletion, or the string "none" where no messages are to be sent.'
        );
    }
    if (close !== undefined && typeof close !== "function") throw wrong(path, "exports close, which is no function.");
    return {
        options: { ...optionsOf(path, options), deleters, notifier: notifier as LifecycleOptions["notifier"] },
        close: async () => {
            await (close as (() => unknown) | undefined)?.();
        }
    };
}

function optionsOf(path: string, options: unknown = {}): object {
    if (typeof options !== "object" || options === null || Array.isArray(options)) {
        throw wrong(path, "exports options that are no object.");
    }
    const misplaced = ["deleters", "notifier"].find((name) => name in options);
    if (misplaced === undefined) return options;
    throw wrong(path, `has ${misplaced} within its options: export ${misplaced} separately.`);
}

function requireFile(path: string): void {
    let isFolder: boolean | undefined;
    try {
        isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
    } catch (error) {
        throw CliError.usage(`${path} cannot be looked at: ${(error as Error).message}.`, "check the permissions");
    }
    if (isFolder === undefined) throw CliError.usage(`There is no file with deleters at ${path}.`, "check the path");
    if (isFolder) throw CliError.usage(`${path} is a folder, not a file with deleters.`, "name the file in it");
}

async function load(path: string, importFile: CliEnvironment["importFile"]): Promise<unknown> {
    try {
        // It also keeps the process alive: a file that waits for nothing would otherwise end it without a word.
        return await within(loadingTimeoutInMs, importFile(path), () =>
            wrong(path, `has not finished loading within ${loadingTimeoutInMs / 1_000} seconds.`)
        );
    } catch (error) {
        throw error instanceof CliError ? error : CliError.usage(reasonOf(path, error), hintFor(path, error));
    }
}

/** It is the host's own code that says this, before it has heard of any Identity. */
function reasonOf(path: string, error: unknown): string {
    if (!(error instanceof Error)) return `${path} cannot be loaded: it threw ${typeof error}, which is no Error.`;
    const place = /^(?:file:\/\/)?(\/.*:\d+)$/m.exec(error.stack ?? "")?.[1];
    const at = place === undefined ? "" : ` (${place})`;
    return `${path} cannot be loaded: ${error.name}: ${error.message.replace(/\.$/, "")}${at}.`;
}

function hintFor(path: string, error: unknown): string {
    const code = (error as { code?: unknown } | undefined | null)?.code;
    if (code === "ERR_UNKNOWN_FILE_EXTENSION" || /\.[cm]?tsx?$/.test(path))
        return "name a JavaScript file: .mjs, .cjs or .js";
    if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND")
        return "install what it imports, or correct the path";
    if (error instanceof SyntaxError) return `run \`node ${path}\` to see where`;
    return see;
}

function wrong(path: string, what: string): CliError {
    return CliError.usage(`${path} ${what}`, see);
}
