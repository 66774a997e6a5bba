import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { type CodeBlock, codeBlocksOf } from "../support/codeBlocks";
import { PostgresServer } from "../support/PostgresServer";

const root = resolve(__dirname, "../..");
const documents = [
    ...readdirSync(root).filter((name) => name.endsWith(".md")),
    ...readdirSync(join(root, "docs"))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `docs/${name}`)
];
const blocks = documents.flatMap((name) => codeBlocksOf(join(root, name), name));
const ofLanguage = (language: string): [string, CodeBlock][] =>
    blocks.filter((block) => block.language === language).map((block) => [block.place, block]);

/**
 * Diagrams and drawings are looked at, not run. SQL is run against a real server where PostgreSQL is tested. JavaScript is
 * excerpts of the example adapters: adaptersDocument.test.ts compares.
 */
const notRunHere = ["mermaid", "text", "sql", "js"];

/** Where a program says this, it is run against a real server. */
const needsServer = "DATABASE_URL";

/** What the tests themselves are started by; CI runs these lines as they stand. */
const commandsOfCi = /^(npm|npx) /;

/**
 * Blocks are compiled and run inside the checkout, where the package can be imported by its own name, each in an empty
 * folder of its own. They see the built package, exactly as a reader's program does.
 */
describe("The code blocks of the documentation", () => {
    let folder: string;

    beforeAll(() => {
        mkdirSync(join(root, ".tmp"), { recursive: true });
        folder = mkdtempSync(join(root, ".tmp", "docs-"));
    });

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test("are all of a kind that is run, or is known not to be code", () => {
        const known = ["ts", "sh", ...notRunHere];
        expect(blocks.filter(({ language }) => !known.includes(language))).toStrictEqual([]);
        expect(ofLanguage("ts").length).toBeGreaterThan(0);
    });

    test("in TypeScript compile", () => {
        const files = ofLanguage("ts").map(([place, { code }]) => {
            const file = join(folder, `${place.replace(/\W/g, "_")}.mts`);
            writeFileSync(file, code);
            return file;
        });
        const program = ts.createProgram(files, {
            module: ts.ModuleKind.Node16,
            moduleResolution: ts.ModuleResolutionKind.Node16,
            target: ts.ScriptTarget.ES2022,
            lib: ["lib.es2022.d.ts"],
            types: ["node"],
            strict: true,
            skipLibCheck: true,
            outDir: folder,
            rootDir: folder
        });
        const { diagnostics } = program.emit();
        const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
        expect(
            ts.formatDiagnostics(problems, { ...ts.createCompilerHost({}), getCurrentDirectory: () => folder })
        ).toBe("");
    });

    async function runProgram(place: string, environment?: NodeJS.ProcessEnv): Promise<unknown> {
        const program = join(folder, `${place.replace(/\W/g, "_")}.mjs`);
        return await run(process.execPath, [program], mkdtempSync(join(folder, "run-")), environment);
    }

    test.each(ofLanguage("ts").filter(([, { code }]) => !code.includes(needsServer)))("%s runs", async (place) => {
        await expect(runProgram(place)).resolves.toBeDefined();
    });

    test("in TypeScript that need a PostgreSQL server run, in their order, against one", async () => {
        const server = await PostgresServer.start();
        try {
            const url = server.connectionString;
            const places = ofLanguage("ts").filter(([, { code }]) => code.includes(needsServer));
            expect(places.length).toBeGreaterThan(0);
            for (const [place] of places) await runProgram(place, { DATABASE_URL: url, MIGRATION_DATABASE_URL: url });
        } finally {
            await server.remove();
        }
    }, 60_000);

    test.each(ofLanguage("sh").filter(([, { code }]) => !commandsOfCi.test(code)))("%s runs", async (_, { code }) => {
        const workingFolder = mkdtempSync(join(folder, "run-"));
        symlinkSync(join(root, "dist/cli/main.js"), join(workingFolder, "identity-deletion"));
        const script = `set -eu\n${code}`;
        await expect(
            run("bash", ["-c", script], workingFolder, { PATH: `${workingFolder}:${process.env.PATH}` })
        ).resolves.toBeDefined();
    });
});

async function run(
    command: string,
    args: string[],
    cwd: string,
    environment: NodeJS.ProcessEnv = {}
): Promise<{ stdout: string; stderr: string }> {
    return await promisify(execFile)(command, args, { cwd, env: { ...process.env, ...environment }, timeout: 30_000 });
}
