import { PseudonymKey } from "../../../src/pseudonymization";

export const ourBytes = Uint8Array.from({ length: 32 }, (_, index) => index);
export const ourKey = PseudonymKey.of(ourBytes);
export const anotherKey = PseudonymKey.of(ourBytes.map((byte) => byte + 1));
