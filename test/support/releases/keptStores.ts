import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PersistencePort } from "../../../src";
import { PostgresPersistence } from "../../../src/adapters/postgres";
import { SqlitePersistence } from "../../../src/adapters/sqlite";
import { lokiJsPort } from "../backbone/lokiJsPort";
import type { PostgresServer } from "../PostgresServer";
import type { KeptStore } from "./KeptStore";
import type { Story } from "./people";

const releases = join(__dirname, "../../data/releases");

export const keptReleases = readdirSync(releases, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

export const variants = [
    { variant: "withoutKey", withKey: false },
    { variant: "withKey", withKey: true }
] as const;

type Variant = (typeof variants)[number]["variant"];

export const kinds = ["SQLite", "PostgreSQL", "LokiJS"] as const;

/** What copies are made with: a folder, and a server. */
export interface Workshop {
    readonly folder: string;
    readonly server: PostgresServer;
}

export function bundleOf(release: string): string {
    return join(releases, release, "module.cjs");
}

/** A file of a kept release, by the end of its name. */
export function readKept(release: string, variant: Variant, ending: string): string {
    return readFileSync(pathOf(release, variant, ending), "utf8");
}

export function keptStore(
    release: string,
    kind: (typeof kinds)[number],
    { variant, withKey }: (typeof variants)[number],
    workshop: () => Workshop
): KeptStore {
    const story = JSON.parse(readKept(release, variant, "story.json")) as Story;
    return { story, withKey, copy: async () => await copiers[kind](release, variant, workshop()) };
}

let copies = 0;

const copiers: Record<
    (typeof kinds)[number],
    (release: string, variant: Variant, workshop: Workshop) => Promise<() => PersistencePort>
> = {
    async SQLite(release, variant, { folder }) {
        const file = join(folder, `${++copies}.db`);
        copyFileSync(pathOf(release, variant, "sqlite"), file);
        return () => SqlitePersistence.open(file);
    },
    async LokiJS(release, variant, { folder }) {
        const files = join(folder, String(++copies));
        mkdirSync(files);
        cpSync(pathOf(release, variant, "lokijs"), files, { recursive: true });
        return () => lokiJsPort(files, "host");
    },
    async PostgreSQL(release, variant, { server }) {
        const schema = `kept_${++copies}`;
        await server.query(
            readKept(release, variant, "sql")
                .replaceAll("identity_deletion.", `${schema}.`)
                .replace("CREATE SCHEMA identity_deletion", `CREATE SCHEMA ${schema}`)
        );
        return () => PostgresPersistence.open({ ...server.config(), max: 2 }, { schema });
    }
};

function pathOf(release: string, variant: Variant, ending: string): string {
    return join(releases, release, `${variant}.${ending}`);
}
