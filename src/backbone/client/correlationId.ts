const digits = 16;
let prefix: string | undefined;
let sequence = 0;

/** 32 hexadecimal digits: the first half random for this process, the second half counting. It is no secret. */
export function newCorrelationId(): string {
    prefix ??= randomDigits();
    return prefix + (++sequence).toString(16).padStart(digits, "0");
}

function randomDigits(): string {
    const bytes = new Uint8Array(digits / 2);
    (globalThis as unknown as { crypto: { getRandomValues(bytes: Uint8Array): unknown } }).crypto.getRandomValues(
        bytes
    );
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
