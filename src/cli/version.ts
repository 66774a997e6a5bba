import { readFileSync } from "node:fs";
import { join } from "node:path";

/** From the package.json two folders above, in the sources and in the built package. */
export function version(): string {
    const text = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
    return (JSON.parse(text) as { version: string }).version;
}
