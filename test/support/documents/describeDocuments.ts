import { readdirSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, resolve } from "node:path";
import ts from "typescript";
import { describeInChromium } from "../../e2e/web/chromium";
import { PostgresServer } from "../PostgresServer";
import { type CodeBlock, codeBlocksOf } from "./codeBlocks";
import { EmptyProject, execute, type Finished, type PackageManager } from "./EmptyProject";
import { shownInChromium } from "./WebDocument";

const root = resolve(__dirname, "../../..");
const documents = [
    ...readdirSync(root).filter((name) => name.endsWith(".md")),
    ...readdirSync(join(root, "docs"))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `docs/${name}`)
];
const blocks = documents.flatMap((name) => codeBlocksOf(join(root, name), name));
const ofLanguage = (language: string): [string, CodeBlock][] =>
    blocks.filter((block) => block.language === language).map((block) => [block.place, block]);
const documentOf = (place: string): string => place.split(":")[0];

/**
 * Drawings are looked at, not run. A diagram is an SVG, which npm and the site show, too. SQL is run against a real server where PostgreSQL is tested. JavaScript is
 * excerpts of the examples, which excerpts.test.ts compares with them, and a program for a page, which runs in Chromium.
 */
const notRunHere = ["text", "sql", "js", "css"];

/** Where a program says this, it is run against a real server. */
const needsServer = "DATABASE_URL";

/** What the tests themselves are started by; CI runs these lines as they stand. */
const commandsOfCi = /^(npm|npx jest) /;

const installation = /^npm install ([^#\n]*)/gm;

/**
 * What the documents tell their reader to install: the document itself, and the README, which everybody begins with. The
 * compiler is the checkout's.
 */
function installedBy(document: string): string[] {
    return blocks
        .filter(({ place, language }) => language === "sh" && ["README.md", document].includes(documentOf(place)))
        .flatMap(({ code }) => [...code.matchAll(installation)])
        .flatMap(([, names]) => names.trim().split(/\s+/))
        .filter((name) => !name.startsWith("-") && name !== "typescript");
}

function packageOf(specifier: string): string {
    return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function isOfNode(specifier: string): boolean {
    return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

/**
 * Runs every command and every program of the documents where a reader does: in a folder with the packed package, and with
 * nothing else but what the documents say to install.
 */
export function describeDocuments(manager: PackageManager): void {
    describe(`The code blocks of the documentation, under ${manager}`, () => {
        let project: EmptyProject;

        beforeAll(async () => {
            project = await EmptyProject.create(manager, [...new Set(documents.flatMap(installedBy))]);
        }, 180_000);

        afterAll(() => project?.remove());

        test("are all of a kind that is run, or is known not to be code", () => {
            const known = ["ts", "sh", ...notRunHere];
            expect(blocks.filter(({ language }) => !known.includes(language))).toStrictEqual([]);
            expect(ofLanguage("ts").length).toBeGreaterThan(0);
        });

        test("import only what their document, or the README, says to install", () => {
            const missing = ofLanguage("ts").flatMap(([place, { code }]) => {
                const specifiers = [...code.matchAll(/from "([^".][^"]*)"|^import "([^"]+)"/gm)].map(
                    (found) => found[1] ?? found[2]
                );
                const names = specifiers.filter((specifier) => !isOfNode(specifier)).map(packageOf);
                return names
                    .filter((name) => !installedBy(documentOf(place)).includes(name))
                    .map((name) => `${place}: ${name}`);
            });
            expect(missing).toStrictEqual([]);
        });

        test("in TypeScript compile", () => {
            const files = ofLanguage("ts").map(([place, { code }]) => {
                const file = join(project.folder, `${fileNameOf(place)}.mts`);
                writeFileSync(file, code);
                return file;
            });
            expect(compiled(files, project.folder)).toBe("");
        }, 60_000);

        test.each(ofLanguage("ts").filter(([, { code }]) => !code.includes(needsServer)))(
            "%s runs",
            async (place) => {
                await expect(runProgram(place)).resolves.toBeDefined();
            },
            60_000
        );

        test("in TypeScript that need a PostgreSQL server run, in their order, against one", async () => {
            const server = await PostgresServer.start();
            try {
                const url = server.connectionString;
                const places = ofLanguage("ts").filter(([, { code }]) => code.includes(needsServer));
                expect(places.length).toBeGreaterThan(0);
                for (const [place] of places)
                    await runProgram(place, { DATABASE_URL: url, MIGRATION_DATABASE_URL: url });
            } finally {
                await server.remove();
            }
        }, 120_000);

        test.each(ofLanguage("sh").filter(([, { code }]) => !commandsOfCi.test(code)))(
            "%s runs",
            async (_, { code }) => {
                await expect(execute("bash", ["-c", `set -eu\n${code}`], project.newFolder())).resolves.toBeDefined();
            },
            120_000
        );

        describeInChromium("the program and the styles of docs/web.md", () => {
            test("show the element, in the colour that was set", async () => {
                const [program, styles] = ["js", "css"].map((language) =>
                    blocks
                        .filter((block) => documentOf(block.place) === "docs/web.md" && block.language === language)
                        .map(({ code }) => code)
                        .join("\n")
                );
                const shown = await shownInChromium(project.newFolder(), program, styles);
                expect(shown).toStrictEqual({
                    heading: "Delete your Identity?",
                    accent: "rgb(122, 31, 162)",
                    errors: []
                });
            }, 60_000);
        });

        async function runProgram(place: string, environment?: NodeJS.ProcessEnv): Promise<Finished> {
            const program = join(project.folder, `${fileNameOf(place)}.mjs`);
            return await execute(process.execPath, [program], project.newFolder(), environment);
        }
    });
}

function fileNameOf(place: string): string {
    return place.replace(/\W/g, "_");
}

/** What the compiler finds wrong; nothing where all is well. The programs stand beside their sources. */
function compiled(files: readonly string[], folder: string): string {
    const program = ts.createProgram(files, {
        module: ts.ModuleKind.Node16,
        moduleResolution: ts.ModuleResolutionKind.Node16,
        target: ts.ScriptTarget.ES2022,
        lib: ["lib.es2022.d.ts"],
        types: ["node"],
        strict: true,
        skipLibCheck: true,
        outDir: folder,
        rootDir: folder,
        typeRoots: [join(folder, "node_modules/@types")]
    });
    const { diagnostics } = program.emit();
    const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
    return ts.formatDiagnostics(problems, { ...ts.createCompilerHost({}), getCurrentDirectory: () => folder });
}
