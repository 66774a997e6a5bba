export function columns(rows: readonly (readonly string[])[]): string[] {
    const cells = rows.map((row) => row.map(printable));
    const widths: number[] = [];
    for (const row of cells) {
        row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
    }
    return cells.map((row) =>
        row
            .map((cell, index) => cell.padEnd(widths[index]))
            .join("  ")
            .trimEnd()
    );
}

/** A text of a store or an argument may be anything: it must not command the terminal, or leave its line. */
export function printable(text: string): string {
    return text.replace(/\p{C}/gu, "\uFFFD");
}
