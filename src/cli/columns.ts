/** Rows with their columns aligned, two spaces between them and none at the end of a line. */
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

/** What a store or an argument holds may be anything; what reaches a terminal commands it nothing and stays on its line. */
export function printable(text: string): string {
    return text.replace(/\p{C}/gu, "\uFFFD");
}
