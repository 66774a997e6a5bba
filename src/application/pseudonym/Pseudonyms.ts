/** The keys under which a store keeps Identities instead of addresses: `PseudonymKey.of`. The core has no cryptography. */
export interface Pseudonyms {
    /** Names the secret key without giving it away. */
    readonly id: string;

    /** 64 lower-case hexadecimal digits, always the same for an address. Only the secret key shows whose. */
    identityKeyOf(address: string): string;
}
