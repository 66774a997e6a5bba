import { reservedName } from "./reservedName";

export interface IdentityContext {
    /** 1 to 80 characters, unchecked. Not `!store`; no U+0000 or lone surrogates: a store could take two for one. */
    readonly address: string;
    /** Written down as the one that initiated or cancelled: `DVC` and 17 letters or digits. */
    readonly deviceId: string;
}

const maxAddressLength = 80;
const unstorable = /[\0\p{Surrogate}]/u;
const deviceIdForm = /^DVC[A-Za-z0-9]{17}$/;

export function identityContextOf(identity: IdentityContext): IdentityContext {
    // The type says that these are strings; a host in plain JavaScript may say otherwise.
    const { address, deviceId } = (identity ?? {}) as Partial<Record<keyof IdentityContext, unknown>>;
    if (typeof address !== "string" || address.length === 0 || address.length > maxAddressLength) {
        throw new TypeError(`An Identity's address must be a string of 1 to ${maxAddressLength} characters.`);
    }
    if (unstorable.test(address)) {
        throw new TypeError("An Identity's address must not hold U+0000 or half of a surrogate pair.");
    }
    if (address === reservedName) {
        throw new TypeError(
            `An Identity's address must not be ${reservedName}, which is the name of the store's own record.`
        );
    }
    if (typeof deviceId !== "string" || !deviceIdForm.test(deviceId)) {
        throw new TypeError("A Device's id must be DVC followed by 17 letters or digits.");
    }
    return Object.freeze({ address, deviceId });
}
