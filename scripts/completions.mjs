import { readFileSync } from "node:fs";
import ts from "typescript";

/** What an editor offers in each string `"?"` of a file, as the language service says that editors use. */
export function completionsIn(file, options) {
    const text = readFileSync(file, "utf8");
    const host = {
        getScriptFileNames: () => [file],
        getScriptVersion: () => "1",
        getScriptSnapshot: (name) => {
            const content = ts.sys.readFile(name);
            return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
        },
        getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
        getCompilationSettings: () => options,
        getDefaultLibFileName: ts.getDefaultLibFilePath,
        fileExists: ts.sys.fileExists,
        readFile: ts.sys.readFile,
        directoryExists: ts.sys.directoryExists,
        getDirectories: ts.sys.getDirectories
    };
    const service = ts.createLanguageService(host);
    return [...text.matchAll(/(?<=")\?"/g)].map(({ index }) =>
        (service.getCompletionsAtPosition(file, index, {})?.entries ?? []).map(({ name }) => name)
    );
}
