import { PersistenceError } from "../../ports/PersistenceError";
import { DocumentDatabase } from "./DocumentDatabase";

const formatVersion = 1;

/**
 * Notes in a new store in which format its records are, and checks it in an existing one. Rejects with `newerVersion` or
 * `corrupt`, or with what the database throws.
 */
export async function requireFormat(database: DocumentDatabase, collectionName: string): Promise<void> {
    const map = await database.getMap(`${collectionName}Format`);
    const found = (await map.get("version")) ?? (await noteFormat());
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
            const noted = await map.get("version");
            if (noted === null || noted === undefined) throw error;
            return noted;
        }
    }
}
