import { readFileSync } from "node:fs";

export interface CodeBlock {
    /** As `README.md:15`: where its first line of code stands. */
    readonly place: string;
    /** What stands behind the opening fence. */
    readonly language: string;
    readonly code: string;
}

/** The fenced code blocks of a Markdown file. */
export function codeBlocksOf(file: string, name: string): CodeBlock[] {
    const lines = readFileSync(file, "utf8").split("\n");
    const blocks: CodeBlock[] = [];
    for (let index = 0; index < lines.length; index++) {
        const opening = /^```(\w*)$/.exec(lines[index]);
        if (opening === null) continue;
        const end = lines.indexOf("```", index + 1);
        if (end < 0) throw new Error(`${name}:${index + 1}: this code block does not end.`);
        blocks.push({
            place: `${name}:${index + 2}`,
            language: opening[1],
            code: lines.slice(index + 1, end).join("\n")
        });
        index = end;
    }
    return blocks;
}
