/** Where new identifiers come from. */
export interface IdentifierSource {
    /** A new process id: `IDP` and 17 letters or digits from a cryptographic source: nobody can guess another's. */
    nextProcessId(): string;

    /** A new record key, unguessable, and as text greater than every key that this source gave before. */
    nextRecordKey(): string;
}
