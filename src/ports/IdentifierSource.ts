export interface IdentifierSource {
    /** `IDP` and 17 letters or digits from a cryptographic source. */
    nextProcessId(): string;

    /** Cannot be guessed, and is greater, as a string, than every key that this source returned before. */
    nextRecordKey(): string;
}
