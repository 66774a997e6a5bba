/**
 * Keys are any JavaScript strings, which the port orders by code unit. SQLite orders UTF-8 by code point and has no place
 * for half a surrogate pair, and some drivers cut a text at U+0000. So these few are escaped where they sort: U+0000 and
 * U+0001 as U+0001 and a digit; U+D800 to U+E000 as U+E000 and four hexadecimal digits.
 */
export function toSortableText(text: string): string {
    return needsEscape.test(text) ? text.replace(eachToEscape, escape) : text;
}

export function fromSortableText(stored: string): string {
    return isEscaped.test(stored) ? stored.replace(eachEscape, unescape) : stored;
}

const toEscape = "[\\u0000\\u0001\\ud800-\\ue000]";
const needsEscape = new RegExp(toEscape);
const eachToEscape = new RegExp(toEscape, "g");
const isEscaped = /[\u0001\ue000]/;
const eachEscape = /\u0001([01])|\ue000([0-9a-f]{4})/g;

function escape(unit: string): string {
    const code = unit.charCodeAt(0);
    return code <= 1 ? `\u0001${code}` : `\ue000${code.toString(16)}`;
}

function unescape(_escape: string, low: string | undefined, high: string | undefined): string {
    return String.fromCharCode(low === undefined ? parseInt(high!, 16) : Number(low));
}
