/** With the flag `u` a surrogate matches only where it is alone, outside a pair. */
const notStorable = /[\0\p{Surrogate}]/u;

export function isStorable(text: string): boolean {
    return !notStorable.test(text);
}
