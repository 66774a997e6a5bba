/**
 * The keys that this module makes: 26 letters and digits for a new record, 32 hexadecimal digits for one of an older
 * Runtime; with `~` at the end after a conversion to pseudonyms. No address of the form `did:…` is among them.
 */
const formOfRecordKey = /^(?:[0-9A-Za-z]{26}|[0-9a-f]{32})~?$/;

/** Whether a string has the form of a key that this module makes. Such a key is no personal data. */
export function isRecordKey(value: unknown): value is string {
    return typeof value === "string" && formOfRecordKey.test(value);
}

/** A key for messages. Of one in another form, which may be anything, only that. */
export function printableKey(key: string): string {
    return isRecordKey(key) ? key : "(with a key of an unknown form)";
}
