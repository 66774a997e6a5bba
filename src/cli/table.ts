import { columns } from "./columns";

/** Rows under a header. Where that is wider than the terminal, each row by itself, its cells below each other. */
export function table(
    header: readonly string[],
    rows: readonly (readonly string[])[],
    width: number | undefined
): string[] {
    const lines = columns([header, ...rows]);
    if (width === undefined || lines.every(({ length }) => length <= width)) return lines;
    const blocks = rows.map((row) => columns(row.map((cell, index) => [header[index], cell])));
    return blocks.flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}
