import { Dice } from "./Dice";

/** Ids and keys come out the same for the same seed, as long as `work` runs. */
export async function withSeededCrypto<Value>(seed: number, work: () => Promise<Value>): Promise<Value> {
    const dice = new Dice(seed);
    const crypto = {
        getRandomValues: (bytes: Uint8Array): Uint8Array =>
            bytes.map((_, index) => (bytes[index] = dice.between(0, 255)))
    };
    const own = Object.getOwnPropertyDescriptor(globalThis, "crypto")!;
    Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
    try {
        return await work();
    } finally {
        Object.defineProperty(globalThis, "crypto", own);
    }
}
