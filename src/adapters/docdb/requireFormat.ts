import { PersistenceError } from "../../ports/PersistenceError";
import { DocumentDatabase } from "./DocumentDatabase";

// 2 holds the same documents as 1, and keeps release 0.1.0 out, which does not know that a store may have a pseudonym key.
const formatVersion = 2;

/** Notes the format in a new store, raises 1 to 2, and rejects with `newerVersion` or `corrupt`. */
export async function requireFormat(database: DocumentDatabase, collectionName: string): Promise<void> {
    const map = await database.getMap(`${collectionName}Format`);
    const noted: unknown = await map.get("version");
    const found = isToBeNoted(noted) ? await noteFormat() : noted;
    if (typeof found !== "number") {
        throw new PersistenceError("corrupt", "The store does not say in which format its records are.");
    }
    if (found > formatVersion) {
        throw new PersistenceError(
            "newerVersion",
            `The store has format ${found}, this release knows ${formatVersion}.`
        );
    }

    async function noteFormat(): Promise<unknown> {
        try {
            await map.set("version", formatVersion);
            return formatVersion;
        } catch (error) {
            const notedByAnother: unknown = await map.get("version");
            if (isToBeNoted(notedByAnother)) throw error;
            return notedByAnother;
        }
    }
}

function isToBeNoted(version: unknown): boolean {
    return version === null || version === undefined || (typeof version === "number" && version < formatVersion);
}
