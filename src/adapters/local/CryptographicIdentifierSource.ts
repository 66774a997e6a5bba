import { IdentifierSource } from "../../ports/IdentifierSource";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** The largest multiple of the alphabet's length in a byte. Larger bytes are dropped: all characters are equally likely. */
const firstUnfairByte = 248;
const poolSizeInBytes = 4096;

const codeOfByte = Uint8Array.from({ length: 256 }, (_, byte) =>
    byte < firstUnfairByte ? alphabet.charCodeAt(byte % alphabet.length) : 0
);

/** Draws from the Web Crypto generator, which Node (19 and later) and browsers have as `globalThis.crypto`. */
export class CryptographicIdentifierSource implements IdentifierSource {
    private readonly bytes = new Uint8Array(poolSizeInBytes);
    private drawn = "";
    private position = 0;
    private sequence = 0;

    public nextProcessId(): string {
        return `IDP${this.randomText(17)}`;
    }

    public nextRecordKey(): string {
        return `${(this.sequence++).toString(36).padStart(8, "0")}${this.randomText(18)}`;
    }

    private randomText(length: number): string {
        while (this.position + length > this.drawn.length) this.draw();
        return this.drawn.slice(this.position, (this.position += length));
    }

    /** Many at once: a call of the generator costs about a microsecond, however little is asked. */
    private draw(): void {
        const { bytes } = this;
        webCrypto().getRandomValues(bytes);
        let count = 0;
        for (let index = 0; index < poolSizeInBytes; index++) {
            const code = codeOfByte[bytes[index]];
            if (code !== 0) bytes[count++] = code;
        }
        const fair = bytes.subarray(0, count) as unknown as number[];
        // Not a TextDecoder, which is faster: simulated browsers, in which hosts run their tests, have none.
        this.drawn = this.drawn.slice(this.position) + String.fromCharCode.apply(null, fair);
        this.position = 0;
    }
}

function webCrypto(): { getRandomValues(bytes: Uint8Array): unknown } {
    return (globalThis as unknown as { crypto: { getRandomValues(bytes: Uint8Array): unknown } }).crypto;
}
