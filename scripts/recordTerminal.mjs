// Records a session of the real program as docs/images/terminal.svg: runs each command in an empty folder, one after the
// other, and draws what it prints. dist must be built.
//
//   npm run record
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "./entries.mjs";

const columns = 100;
const lineHeight = 18;
const characterWidth = 7.8;

/** Of a deleter that fails until `repaired` is there. */
const deleters = `import { existsSync } from "node:fs";
export const notifier = "none";
export const options = { retry: { attempts: 1 } };
export const deleters = [
    { name: "rows", async deleteIdentityData() {} },
    { name: "files", dependsOn: ["rows"], async deleteIdentityData() {
        if (!existsSync("repaired")) throw new RangeError("the disk is away");
    } }
];`;

const session = [
    "identityDeletion init --yes --grace-period-days 14",
    "identity status",
    "identityDeletion cancel",
    "identityDeletion init --yes --grace-period-days 0.00001",
    { pauseInMs: 1200 },
    "lifecycle run --once --log-level warn",
    "lifecycle inspect {process}",
    { file: "repaired", comment: "# The disk is back." },
    "lifecycle retry {process}",
    "lifecycle run --once --log-level warn",
    "identity status"
];

const folder = mkdtempSync(join(tmpdir(), "identity-deletion-record-"));
try {
    writeFileSync(join(folder, "deleters.mjs"), deleters);
    const lines = await recorded(folder);
    writeFileSync(join(root, "docs", "images", "terminal.svg"), drawn(lines));
    console.log(lines.map(({ text }) => text).join("\n"));
} finally {
    rmSync(folder, { recursive: true, force: true });
}

async function recorded(cwd) {
    const env = {
        PATH: process.env.PATH,
        TZ: "Europe/Berlin",
        IDENTITY_DELETION_DATABASE: "identities.db",
        IDENTITY_DELETION_DELETERS: "deleters.mjs",
        IDENTITY_DELETION_IDENTITY: "did:e:example.org:dids:anna",
        IDENTITY_DELETION_DEVICE: "DVCannasphone0000001"
    };
    const lines = [];
    let processId = "";
    for (const step of session) {
        if (typeof step === "object") {
            if (step.pauseInMs) await pause(step.pauseInMs);
            if (step.file) writeFileSync(join(cwd, step.file), "");
            if (step.comment) lines.push({ kind: "comment", text: step.comment });
            continue;
        }
        const words = step.replace("{process}", processId);
        lines.push({ kind: "command", text: `$ npx identity-deletion ${words}` });
        const main = join(root, "dist", "cli", "main.js");
        const { stdout, stderr } = spawnSync(process.execPath, [main, ...words.split(" ")], {
            cwd,
            env,
            encoding: "utf8"
        });
        processId = /IDP\w{17}/.exec(stdout)?.[0] ?? processId;
        const output = (stderr + stdout).replaceAll(`${cwd}/`, "").trimEnd();
        for (const text of output.split("\n").flatMap(folded)) lines.push({ kind: "output", text });
        lines.push({ kind: "output", text: "" });
    }
    return lines;
}

/** As a terminal of that width shows a line: it goes on in the next one, at a space. */
function folded(text) {
    if (text.length <= columns) return [text];
    const at = text.lastIndexOf(" ", columns);
    const end = at > 0 ? at : columns;
    return [text.slice(0, end), ...folded(`  ${text.slice(end).trimStart()}`)];
}

function drawn(lines) {
    const width = Math.round(columns * characterWidth + 40);
    const height = lines.length * lineHeight + 60;
    const rows = lines.map(
        ({ kind, text }, index) =>
            `<text class="${kind}" x="20" y="${52 + index * lineHeight}" xml:space="preserve">${escaped(text)}</text>`
    );
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A session of the command line: a deletion is started, cancelled, started again, fails, is inspected, tried again and done">
<style>
rect { fill: #1b1a22 } text { fill: #d9d8e3; font: 13px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace }
.command { fill: #a9b4ff; font-weight: 600 } .comment { fill: #7fdcae }
</style>
<rect width="100%" height="100%" rx="12"/>
<circle cx="22" cy="20" r="6" fill="#ff9a90"/><circle cx="42" cy="20" r="6" fill="#f5d76e"/><circle cx="62" cy="20" r="6" fill="#7fdcae"/>
${rows.join("\n")}
</svg>
`;
}

function escaped(text) {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
