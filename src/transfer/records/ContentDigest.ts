import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";

export class ContentDigest {
    private readonly hash = sha256.create();

    public add(line: string): void {
        this.hash.update(`${line}\n`);
    }

    /** In hexadecimal. Nothing can be added afterwards. */
    public end(): string {
        return bytesToHex(this.hash.digest());
    }
}
