/**
 * Under which keys the Identities of a store stand, where that shall not be their addresses: made from the host's secret
 * key by `PseudonymKey.of` of `identity-deletion-process/pseudonymization`. The core knows no cryptography.
 */
export interface Pseudonyms {
    /** Names the secret key without giving it away: the same for the same key, and in practice for no other. */
    readonly id: string;

    /** 64 lower-case hexadecimal digits; the same for the same address. Nobody without the secret key can tell whose. */
    identityKeyOf(address: string): string;
}
