/** 26 letters and digits; 32 hexadecimal digits from an older Runtime; `~` after a conversion. No address is one. */
const formOfRecordKey = /^(?:[0-9A-Za-z]{26}|[0-9a-f]{32})~?$/;

export function isRecordKey(value: unknown): value is string {
    return typeof value === "string" && formOfRecordKey.test(value);
}

/** For messages: a key in another form may be anything. */
export function printableKey(key: string): string {
    return isRecordKey(key) ? key : "(with a key of an unknown form)";
}
