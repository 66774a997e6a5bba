import { sha256 } from "@noble/hashes/sha2";

const wordsOfOne = 3;
const initialCapacity = 1024;

/** For more strings than a `Set` could hold: keeps 96 bits of each SHA-256, in an array at most half full. */
export class DigestSet {
    private words = new Uint32Array(initialCapacity * wordsOfOne);
    private count = 0;

    public add(text: string): boolean {
        const digest = sha256(text);
        const view = new DataView(digest.buffer, digest.byteOffset);
        // Zero marks an empty place; no string is known that has such a digest.
        const added = insert(this.words, view.getUint32(0), view.getUint32(4), view.getUint32(8));
        if (added && ++this.count * 2 * wordsOfOne > this.words.length) this.grow();
        return added;
    }

    private grow(): void {
        const larger = new Uint32Array(this.words.length * 2);
        for (let index = 0; index < this.words.length; index += wordsOfOne) {
            const [a, b, c] = this.words.subarray(index, index + wordsOfOne);
            if ((a | b | c) !== 0) insert(larger, a, b, c);
        }
        this.words = larger;
    }
}

function insert(words: Uint32Array, a: number, b: number, c: number): boolean {
    const capacity = words.length / wordsOfOne;
    for (let place = a % capacity; ; place = (place + 1) % capacity) {
        const index = place * wordsOfOne;
        if ((words[index] | words[index + 1] | words[index + 2]) === 0) {
            words.set([a, b, c], index);
            return true;
        }
        if (words[index] === a && words[index + 1] === b && words[index + 2] === c) return false;
    }
}
