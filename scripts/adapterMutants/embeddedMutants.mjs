// Mutants of the SQL and the Lua inside a file, which Stryker sees as plain strings.
import ts from "typescript";

const sql = [
    [/ > \?/g, " >= ?"],
    [/ <= \?/g, " < ?"],
    [/ <> /g, " = "],
    [/ = \?/g, " <> ?"],
    [/ AND /g, " OR "],
    [/ OR /g, " AND "],
    [/ AND identityKey = \?/g, ""],
    [/ AND revision = \?/g, ""],
    [/ AND unsettled = TRUE/g, ""],
    [/ ORDER BY createdAt, /g, " ORDER BY "],
    [/ ORDER BY dueAt, /g, " ORDER BY "],
    [/, \\?`key\\?`(?= LIMIT|`)/g, ""],
    [/ ORDER BY \\?`key\\?`/g, " ORDER BY `key` DESC"],
    [/UNIQUE INDEX/g, "INDEX"],
    [/ PRIMARY KEY/g, ", INDEX (`key`)"],
    [/BIGINT/g, "INT"],
    [/LONGTEXT/g, "TEXT"],
    [/LONGTEXT/g, "JSON"],
    [/utf8mb4_nopad_bin/g, "utf8mb4_bin"],
    [/utf8mb4_nopad_bin/g, "utf8mb4_general_ci"],
    [/(?<=VARCHAR\()\d+/g, (length) => String(length - 1)],
    [/InnoDB/g, "MyISAM"],
    [/^ {4}INDEX .*,\n/gm, "", { cost: true }],
    [/,\n {4}INDEX findDue .*(?=\n)/g, "", { cost: true }]
];

const lua = [
    [/ ~= /g, " == "],
    [/ == /g, " ~= "],
    [/ and /g, " or "],
    [/ or /g, " and "],
    [/^ +(redis\.)?call\(.*\)$/gm, ""],
    [/^ +if .* end$/gm, ""],
    [/ \+ 1/g, " - 1"],
    [/ \+ 1/g, ""],
    [/'insert'|'update'|'delete'/g, "'another'"]
];

/** Each with the place in `content` that it replaces: `{ start, end, replacement, cost? }`. */
export function embeddedMutantsOf(content) {
    const mutants = [];
    const visit = (node) => {
        if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)) {
            mutants.push(...mutantsOfText(content, node.getStart(), node.getEnd()));
        } else ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile("adapter.mjs", content, ts.ScriptTarget.ES2022, true));
    return mutants;
}

function mutantsOfText(content, start, end) {
    const text = content.slice(start, end);
    return operatorsFor(text)
        .flatMap(([pattern, replacement, more]) =>
            [...text.matchAll(pattern)].map((match) => ({
                start: start + match.index,
                end: start + match.index + match[0].length,
                replacement: typeof replacement === "string" ? replacement : replacement(match[0]),
                // A backtick inside a template follows a backslash.
                ...more
            }))
        )
        .map((mutant) => ({ ...mutant, replacement: quoted(mutant.replacement, text) }));
}

function quoted(replacement, text) {
    return text.startsWith("`") ? replacement.replaceAll("`", "\\`") : replacement;
}

function operatorsFor(text) {
    if (/redis\.call/.test(text)) return lua;
    return /\b(WHERE|TABLE|INSERT)\b/.test(text) ? sql : [];
}
