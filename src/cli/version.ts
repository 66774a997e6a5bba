import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The release, from the package.json that lies two folders above this file, in the sources and in the built package. */
export function version(): string {
    const text = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
    return (JSON.parse(text) as { version: string }).version;
}
