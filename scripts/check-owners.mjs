// What one module alone may know: how a record's data is stored, how its columns are computed, and how a lost race shows.
// A second place fails this check: every change of a record would have to consider it.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Adapters and the contract kit speak the port's language; the store's own mark and what comes from outside are no processes. */
const outside = ["src/adapters/", "src/testing/", "src/ports/"];
const rules = [
    {
        what: "the keys of a stored record's data",
        owner: "src/domain/record/",
        pattern: /\b(intents|isBeside|believeAbsenceFrom|promised)\b|\bjsonOf\(/,
        // What is imported is checked before anything reads it as a record, and an imported status stays as it is spelt.
        also: [
            "src/transfer/records/recordRules.ts",
            "src/transfer/enmeshed/importEnmeshedProcesses.ts",
            "src/application/pseudonym/KeyMark.ts"
        ]
    },
    {
        what: "the columns that follow from a record",
        owner: "src/domain/record/columns.ts",
        pattern: /\b(keepsTheSlot\(.*\) \?|unsettled: .*\|\||lookup: `)/,
        also: []
    },
    {
        what: "how a lost race shows",
        owner: "src/application/records/lostRaces.ts",
        pattern: /["'](staleRevision|slotTaken|duplicate)["']/,
        also: []
    }
];

const files = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
const faults = rules.flatMap(({ what, owner, pattern, also }) =>
    files
        .filter((file) => ![owner, ...also, ...outside].some((allowed) => file.startsWith(allowed)))
        .flatMap((file) =>
            readFileSync(join(root, file), "utf8")
                .split("\n")
                .map((line, index) => ({ line: line.replace(/^\s*(\*|\/\/|\/\*).*/, ""), index }))
                .filter(({ line }) => pattern.test(line))
                .map(({ line, index }) => `${file}:${index + 1} knows ${what}; ${owner} owns them: ${line.trim()}`)
        )
);
if (faults.length > 0) {
    console.error(faults.join("\n"));
    process.exitCode = 1;
}
