import { IdentifierSource } from "../../ports/IdentifierSource";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** The largest multiple of the alphabet's length that fits a byte: bytes from there on are thrown away, so that every character is equally likely. */
const firstUnfairByte = 248;
const poolSizeInBytes = 4096;

/** Draws from the Web Crypto generator, which Node (19 and later) and browsers have as `globalThis.crypto`. */
export class CryptographicIdentifierSource implements IdentifierSource {
    private readonly pool = new Uint8Array(poolSizeInBytes);
    private position = poolSizeInBytes;
    private sequence = 0;

    public nextProcessId(): string {
        return `IDP${this.randomText(17)}`;
    }

    public nextRecordKey(): string {
        return `${(this.sequence++).toString(36).padStart(8, "0")}${this.randomText(18)}`;
    }

    private randomText(length: number): string {
        let text = "";
        while (text.length < length) {
            const byte = this.nextByte();
            if (byte < firstUnfairByte) text += alphabet[byte % alphabet.length];
        }
        return text;
    }

    /** One call of the generator for each 4,096 bytes: a call costs about a microsecond, however little is asked. */
    private nextByte(): number {
        if (this.position === poolSizeInBytes) {
            webCrypto().getRandomValues(this.pool);
            this.position = 0;
        }
        return this.pool[this.position++];
    }
}

/** Declared here, as far as it is used: the core is compiled without the types of Node or of a browser. */
function webCrypto(): { getRandomValues(bytes: Uint8Array): unknown } {
    return (globalThis as unknown as { crypto: { getRandomValues(bytes: Uint8Array): unknown } }).crypto;
}
