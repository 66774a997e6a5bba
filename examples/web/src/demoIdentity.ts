import type { IdentityContext } from "identity-deletion-process";

/** Whose page this is. A real app knows; the example has one Identity, and a Device of its own in each browser. */
export function demoIdentity(): IdentityContext {
    return { address: "did:e:example.org:dids:0123456789abcdef01238e", deviceId: deviceId() };
}

const storageName = "demo-device";

export function forgetDevice(): void {
    localStorage.removeItem(storageName);
}

function deviceId(): string {
    try {
        const known = localStorage.getItem(storageName);
        if (known !== null) return known;
        const made = newDeviceId();
        localStorage.setItem(storageName, made);
        return made;
    } catch {
        // Where storage is denied the page says so when it opens its database.
        return newDeviceId();
    }
}

function newDeviceId(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(17));
    return `DVC${Array.from(bytes, (byte) => (byte % 36).toString(36)).join("")}`;
}
