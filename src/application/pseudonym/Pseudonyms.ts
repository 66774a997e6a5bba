/**
 * The keys under which a store keeps its Identities instead of their addresses: made from the host's secret
 * key by `PseudonymKey.of` of `identity-deletion-process/pseudonymization`. The core knows no cryptography.
 */
export interface Pseudonyms {
    /** Names the secret key without giving it away: the same for the same key, and in practice for no other. */
    readonly id: string;

    /** 64 lower-case hexadecimal digits; the same for the same address. Only the secret key shows whose. */
    identityKeyOf(address: string): string;
}
