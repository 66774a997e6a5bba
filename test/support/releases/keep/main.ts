import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { withSeededCrypto } from "../../lifecycle/simulation/seededCrypto";
import { PostgresServer } from "../../PostgresServer";
import type { Story } from "../people";
import { keepIndexedDb, keepLokiJs, keepPostgres, keepSqlite, type Tell } from "./stores";
import { tellStory } from "./tellStory";

type Release = typeof import("../release");

const variants = [
    { name: "withoutKey", withKey: false, seed: 1 },
    { name: "withKey", withKey: true, seed: 2 }
];

/**
 * What `scripts/keepRelease.mjs` runs: writes a store of each kind with the bundled release. Arguments: the project's
 * folder, and the folder of the release, which holds its bundle and nothing else.
 */
async function main([root, folder]: string[]): Promise<void> {
    const bundle = join(folder, "module.cjs");
    const server = await PostgresServer.start();
    // LokiJS writes the path of a file into it: without the folders of this machine.
    process.chdir(folder);
    try {
        const inBrowser = await keepIndexedDb(root, bundle, variants);
        for (const [index, { name, withKey, seed }] of variants.entries()) {
            const file = (ending: string): string => join(folder, `${name}.${ending}`);
            const tell = async (keep: (release: Release, tell: Tell) => Promise<Story>): Promise<Story> => {
                const release = load(bundle);
                return await keep(
                    release,
                    async (openPort) =>
                        await withSeededCrypto(seed, async () => await tellStory(release, openPort, withKey))
                );
            };
            const story = await tell((release, tellIt) => keepSqlite(release, file("sqlite"), tellIt));
            writeFileSync(file("story.json"), toJson(story));
            requireSame(story, await tell((release, tellIt) => keepLokiJs(release, `${name}.lokijs`, tellIt)));
            requireSame(story, await tell((release, tellIt) => keepPostgres(release, server, file("sql"), tellIt)));
            requireSame(story, inBrowser[index].story);
            writeFileSync(file("indexeddb.json"), toJson(inBrowser[index].dump));
        }
    } finally {
        await server.remove();
    }
}

/** Anew each time: what it has drawn from the random numbers once would not be drawn again. */
function load(bundle: string): Release {
    const require = createRequire(bundle);
    Reflect.deleteProperty(require.cache, bundle);
    return require(bundle) as Release;
}

/** One story serves all kinds of stores. */
function requireSame(story: Story, other: Story): void {
    if (toJson(story) !== toJson(other)) throw new Error(`Two stories: ${toJson(story)} and ${toJson(other)}`);
}

function toJson(value: unknown): string {
    return `${JSON.stringify(value, undefined, 2)}\n`;
}

// The deadline of a deleter that hangs would keep the process for minutes.
main(process.argv.slice(2)).then(
    () => process.exit(0),
    (error: unknown) => {
        console.error(error);
        process.exit(1);
    }
);
