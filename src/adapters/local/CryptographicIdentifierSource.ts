import { IdentifierSource } from "../../ports/IdentifierSource";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** The largest multiple of the alphabet's length that fits a byte: bytes from there on are thrown away, so that every character is equally likely. */
const firstUnfairByte = 248;
const poolSizeInBytes = 4096;

/** The character's code for each fair byte, and 0 for the others. */
const codeOfByte = Uint8Array.from({ length: 256 }, (_, byte) =>
    byte < firstUnfairByte ? alphabet.charCodeAt(byte % alphabet.length) : 0
);

/** Draws from the Web Crypto generator. It and the decoder are in Node (19 and later) and in every browser. */
export class CryptographicIdentifierSource implements IdentifierSource {
    private readonly bytes = new Uint8Array(poolSizeInBytes);
    private readonly decoder = new platform.TextDecoder();
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
        if (this.position + length > this.drawn.length) this.draw();
        return this.drawn.slice(this.position, (this.position += length));
    }

    /** Draws for a hundred ids at once: a call of the generator costs about a microsecond, however little is asked. */
    private draw(): void {
        const { bytes, decoder } = this;
        platform.crypto.getRandomValues(bytes);
        let count = 0;
        for (let index = 0; index < poolSizeInBytes; index++) {
            const code = codeOfByte[bytes[index]];
            if (code !== 0) bytes[count++] = code;
        }
        this.drawn = this.drawn.slice(this.position) + decoder.decode(bytes.subarray(0, count));
        this.position = 0;
    }
}

/** Declared here, as far as it is used: the core is compiled without the types of Node or of a browser. */
const platform = globalThis as unknown as {
    readonly crypto: { getRandomValues(bytes: Uint8Array): unknown };
    readonly TextDecoder: new () => { decode(bytes: Uint8Array): string };
};
