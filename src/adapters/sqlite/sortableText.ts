/** SQLite orders by code point, without U+0000 and half pairs: those are escaped to where the port sorts them. */
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
