import { CryptographicIdentifierSource } from "../../../../src/adapters/local/CryptographicIdentifierSource";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function times<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
}

function countsOf(text: string): number[] {
    const counts = new Map(Array.from(alphabet, (character) => [character, 0]));
    for (const character of text) counts.set(character, counts.get(character)! + 1);
    return [...counts.values()];
}

/** Replaces the generator by one that gives 0, 1, 2, … 255, 0, 1, … */
function countingGenerator(): jest.SpyInstance {
    let next = 0;
    return jest.spyOn(globalThis.crypto, "getRandomValues").mockImplementation((bytes) => {
        (bytes as Uint8Array).forEach((_, index, all) => (all[index] = next++ % 256));
        return bytes;
    });
}

describe(CryptographicIdentifierSource.name, () => {
    afterEach(() => jest.restoreAllMocks());

    test("returns process ids of the form that everybody checks, each another", () => {
        const source = new CryptographicIdentifierSource();
        const ids = times(20_000, () => source.nextProcessId());
        expect(ids.filter((id) => !/^IDP[A-Za-z0-9]{17}$/.test(id))).toEqual([]);
        expect(new Set(ids).size).toBe(ids.length);
    });

    test("returns other ids than another source", () => {
        const [one, other] = [new CryptographicIdentifierSource(), new CryptographicIdentifierSource()];
        const ids = times(100, () => [one.nextProcessId(), other.nextProcessId()]).flat();
        expect(new Set(ids).size).toBe(200);
    });

    test("draws every character equally often, from fair bytes", () => {
        countingGenerator();
        const source = new CryptographicIdentifierSource();
        // 62 ids are 17 × 62 characters; a run over all 256 bytes gives 248 = 4 × 62 of them.
        const drawn = times(62 * 4, () => source.nextProcessId().slice(3)).join("");
        expect(new Set(countsOf(drawn))).toEqual(new Set([68]));
    });

    test("draws every character equally often, from the real generator", () => {
        const source = new CryptographicIdentifierSource();
        const drawn = times(20_000, () => source.nextProcessId().slice(3)).join("");
        const expected = drawn.length / alphabet.length;
        const chiSquare = countsOf(drawn).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
        // 61 degrees of freedom: above 180 by chance once in some 10^13 runs. One character that came a quarter too
        // often would give more than 300.
        expect(chiSquare).toBeLessThan(180);
    });

    test("asks the generator once for each 4,096 bytes", () => {
        const generator = countingGenerator();
        const source = new CryptographicIdentifierSource();
        expect(generator).not.toHaveBeenCalled();
        // Of 4,096 bytes 3,968 are fair: 226 ids of 17 characters and 7 keys of 18 take them all.
        times(226, () => source.nextProcessId());
        times(7, () => source.nextRecordKey());
        expect(generator).toHaveBeenCalledTimes(1);
        source.nextProcessId();
        expect(generator).toHaveBeenCalledTimes(2);
        expect(generator.mock.calls[0][0]).toHaveLength(4_096);
    });

    test("returns no id while the generator fails, and whole ones again when it works", () => {
        const generator = jest.spyOn(globalThis.crypto, "getRandomValues").mockImplementation(() => {
            throw new Error("no entropy");
        });
        const source = new CryptographicIdentifierSource();
        expect(() => source.nextProcessId()).toThrow("no entropy");
        expect(() => source.nextRecordKey()).toThrow("no entropy");
        generator.mockRestore();
        expect(source.nextProcessId()).toMatch(/^IDP[A-Za-z0-9]{17}$/);
    });

    test("draws on where a draw holds hardly a fair byte", () => {
        let draws = 0;
        jest.spyOn(globalThis.crypto, "getRandomValues").mockImplementation((bytes) => {
            (bytes as Uint8Array).fill(255).set([draws++], 0);
            return bytes;
        });
        expect(new CryptographicIdentifierSource().nextProcessId()).toBe(`IDP${alphabet.slice(0, 17)}`);
        expect(draws).toBe(17);
    });

    test("returns record keys that ascend as text", () => {
        const source = new CryptographicIdentifierSource();
        // More than 36², so that the number in front gains digits twice.
        const keys = times(1_500, () => source.nextRecordKey());
        expect([...keys].sort()).toEqual(keys);
        expect(new Set(keys).size).toBe(keys.length);
    });

    test("returns record keys that nobody can guess: 18 random characters behind a counter of 8", () => {
        countingGenerator();
        const source = new CryptographicIdentifierSource();
        expect(source.nextRecordKey()).toBe(`00000000${alphabet.slice(0, 18)}`);
        expect(source.nextRecordKey()).toBe(`00000001${alphabet.slice(18, 36)}`);
        expect(times(35, () => source.nextRecordKey()).at(-1)).toMatch(/^00000010[A-Za-z0-9]{18}$/);
    });
});
