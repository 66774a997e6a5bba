import { hmac } from "@noble/hashes/hmac";
import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";

const lengthInBytes = 32;
const nameForId = "identity-deletion-process key id";
const lengthOfId = 16;

type Keyed = ReturnType<typeof hmac.create>;

/**
 * The host's secret key, for the option `pseudonymKey`: the store knows an Identity by the HMAC-SHA-256 of its address
 * (UTF-8). Without the key, no address can be tried. Logs and JSON show only its id.
 */
export class PseudonymKey implements Pseudonyms {
    public readonly id: string;
    /** It has the key already, which is half of HMAC's work. */
    readonly #keyed: Keyed;

    private constructor(keyed: Keyed) {
        this.#keyed = keyed;
        this.id = this.digestOf(nameForId).slice(0, lengthOfId);
    }

    /** 32 bytes from a cryptographic source, such as `crypto.getRandomValues(new Uint8Array(32))`. They are not kept. */
    public static of(bytes: Uint8Array): PseudonymKey {
        if (!isBytes(bytes) || bytes.length !== lengthInBytes) {
            throw new TypeError(`A pseudonym key must be a Uint8Array of ${lengthInBytes} bytes.`);
        }
        if (bytes.every((byte) => byte === bytes[0])) {
            throw new TypeError("A pseudonym key must come from a cryptographic source: these bytes are all the same.");
        }
        return new PseudonymKey(hmac.create(sha256, Uint8Array.from(bytes)));
    }

    public identityKeyOf(address: string): string {
        return this.digestOf(address);
    }

    private digestOf(text: string): string {
        return bytesToHex(this.#keyed.clone().update(utf8ToBytes(text)).digest());
    }
}

/** Also of another realm, such as a test runner's or a frame's. */
function isBytes(value: unknown): value is Uint8Array {
    return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}
