import { PseudonymKey } from "identity-deletion-process/pseudonymization";

const storageName = "demo-pseudonym-key";

/**
 * Made once in each browser. A real app keeps it with its other secrets, for example in the key store of the phone; here it
 * lies next to the data, which shows how it is used and protects little.
 */
export async function pseudonymKey(): Promise<PseudonymKey> {
    // One tab at a time: two that were opened at once would otherwise make two keys.
    return await navigator.locks.request(storageName, () => PseudonymKey.of(stored() ?? made()));
}

function stored(): Uint8Array | undefined {
    try {
        const numbers = localStorage.getItem(storageName);
        return numbers === null ? undefined : Uint8Array.from(JSON.parse(numbers) as number[]);
    } catch {
        // Where storage is denied the page says so when it opens its database.
        return undefined;
    }
}

function made(): Uint8Array {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    try {
        localStorage.setItem(storageName, JSON.stringify([...bytes]));
    } catch {
        // As above.
    }
    return bytes;
}
