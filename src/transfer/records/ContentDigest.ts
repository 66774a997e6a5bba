import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";

/** Counts the records, and takes the SHA-256 of the canonical lines, that go by. */
export class ContentDigest {
    private readonly hash = sha256.create();

    /** A line without its line feed. */
    public add(line: string): void {
        this.hash.update(`${line}\n`);
    }

    /** In hexadecimal. Nothing can be added afterwards. */
    public end(): string {
        return bytesToHex(this.hash.digest());
    }
}
