/** Breaks at spaces alone; what follows is indented under the last column. */
export function wrapped(line: string, width: number | undefined): string {
    if (width === undefined || line.length <= width) return line;
    const column = hangingIndent(line);
    const indent = " ".repeat(column < width / 2 ? column : 2);
    const rows: string[] = [];
    let row = /^ */.exec(line)![0];
    let isEmpty = true;
    for (const word of line.trimStart().split(/(?<=\S)(?= )/)) {
        if (!isEmpty && row.length + word.trimEnd().length > width) {
            rows.push(row.trimEnd());
            row = indent + word.trimStart();
        } else row += word;
        isEmpty = false;
    }
    return [...rows, row].join("\n");
}

function hangingIndent(line: string): number {
    const gap = /^.*\S {2,}(?=\S)/.exec(line);
    return gap === null ? /^ */.exec(line)![0].length : gap[0].length;
}
