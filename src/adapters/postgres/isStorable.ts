/** With the flag `u` a surrogate matches only where it is alone, outside a pair. */
const notStorable = /[\0\p{Surrogate}]/u;

/** Whether PostgreSQL can keep this text as it is: NUL it refuses, and a lone surrogate has no form in UTF-8. */
export function isStorable(text: string): boolean {
    return !notStorable.test(text);
}
