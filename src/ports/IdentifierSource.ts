/** Where new identifiers come from. */
export interface IdentifierSource {
    /** A new process id: `IDP` and 17 letters or digits from a cryptographic source: it cannot be guessed. */
    nextProcessId(): string;

    /** A new record key that cannot be guessed, and as a string greater than every key that this source returned before. */
    nextRecordKey(): string;
}
