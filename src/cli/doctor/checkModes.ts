import { statSync } from "node:fs";
import type { CommandContext } from "../CommandContext";
import { isDatabaseUrl } from "../databaseUrl";
import type { Finding } from "./Finding";

const forOthers = 0o077;
const forKey = ".key";

export function checkModes({ databasePath, settings }: CommandContext): Finding[] {
    const isFile = !isDatabaseUrl(databasePath);
    const key = settings.pseudonymKeyFile ?? (isFile ? databasePath + forKey : undefined);
    const named = [isFile ? databasePath : undefined, key, settings.credentials];
    const files = named.filter((path) => path !== undefined && modeOf(path) !== undefined) as string[];
    if (process.platform === "win32" || files.length === 0) return [];
    const open = files.filter((path) => (modeOf(path)! & forOthers) !== 0);
    if (open.length === 0) return [{ check: "Files", level: "ok", message: "They are for their owner alone." }];
    return open.map((path) => ({
        check: "Files",
        level: "warning" as const,
        message: `Others on this machine may use ${path}.`,
        next: `run \`chmod 600 ${path}\`, unless a group is meant to use it`
    }));
}

function modeOf(path: string): number | undefined {
    return statSync(path, { throwIfNoEntry: false })?.mode;
}
