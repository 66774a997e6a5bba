import { spawnSync } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** Programs of test/support, compiled once into one file each, so that a process with one starts in a moment. */
export class ChildPrograms {
    private constructor(private readonly folder: string) {}

    /** The names are those of files in test/support, without `.ts`. */
    public static async compile(...names: string[]): Promise<ChildPrograms> {
        const folder = await mkdtemp(join(tmpdir(), "identity-deletion-children-"));
        // For children that give up the superuser's rights.
        chmodSync(folder, 0o755);
        const entries = names.map((name) => join(__dirname, `${name}.ts`));
        const options = [
            "--bundle",
            "--platform=node",
            "--external:libsql",
            "--external:pg",
            "--external:kysely",
            "--external:graphile-worker",
            `--outdir=${folder}`,
            "--log-level=warning"
        ];
        const { status, stderr } = spawnSync(join(root, "node_modules/.bin/esbuild"), [...entries, ...options], {
            encoding: "utf8"
        });
        if (status !== 0) throw new Error(`The child programs do not compile: ${stderr}`);
        return new ChildPrograms(folder);
    }

    public fileOf(name: string): string {
        const file = join(this.folder, `${name}.js`);
        if (!existsSync(file)) throw new Error(`${name} is none of the compiled programs.`);
        return file;
    }

    /** What such a process needs to find the drivers, which stay outside of the compiled file. */
    public get environment(): NodeJS.ProcessEnv {
        return { ...process.env, NODE_PATH: join(root, "node_modules") };
    }

    public async remove(): Promise<void> {
        await rm(this.folder, { recursive: true });
    }
}
