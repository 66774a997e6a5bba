import { PersistenceError } from "../../ports/PersistenceError";
import { DocumentDatabase } from "./DocumentDatabase";

/**
 * 1: release 0.1.0. 2: the same documents; a record says whether the store is used with a pseudonym key, and release 0.1.0,
 * which does not know that record, must not open it.
 */
const formatVersion = 2;

/**
 * Notes in a new store in which format its records are, and checks it in an existing one; format 1 is raised, since its
 * documents are the same. Rejects with `newerVersion` or `corrupt`, or with what the database throws.
 */
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
            // Another process may have noted it at the same moment.
            const notedByAnother: unknown = await map.get("version");
            if (isToBeNoted(notedByAnother)) throw error;
            return notedByAnother;
        }
    }
}

function isToBeNoted(version: unknown): boolean {
    return version === null || version === undefined || (typeof version === "number" && version < formatVersion);
}
