import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(__dirname, "../../..");
const packageJson = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    name: string;
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
};

export type PackageManager = "npm" | "pnpm";

export interface Finished {
    readonly stdout: string;
    readonly stderr: string;
}

/** A folder outside the checkout with nothing in it but what a reader has installed: the packed package and what they named. */
export class EmptyProject {
    private constructor(private readonly root: string) {}

    /** The folder that is the reader's own. */
    public get folder(): string {
        return join(this.root, "project");
    }

    /** Installs the package as `npm pack` makes it of `dist`, and others in the versions that this project is tested with. */
    public static async create(manager: PackageManager, names: readonly string[]): Promise<EmptyProject> {
        const project = new EmptyProject(mkdtempSync(join(tmpdir(), `identity-deletion-${manager}-`)));
        mkdirSync(project.folder);
        const packed = await execute(
            "npm",
            ["pack", "--ignore-scripts", "--silent", "--pack-destination", project.root],
            root
        );
        writeFileSync(join(project.folder, "package.json"), JSON.stringify({ private: true }));
        const packages = names.filter((name) => name !== packageJson.name).map(versioned);
        await project.install(manager, [join(project.root, packed.stdout.trim()), ...packages]);
        return project;
    }

    /** A folder of its own, in which what was installed is found. */
    public newFolder(): string {
        return mkdtempSync(join(this.folder, "run-"));
    }

    public remove(): void {
        rmSync(this.root, { recursive: true, force: true });
    }

    private async install(manager: PackageManager, packages: readonly string[]): Promise<void> {
        if (manager === "npm") {
            const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
            await execute("npm", ["install", ...flags, ...packages], this.folder);
        } else {
            const pnpm = join(root, "node_modules", "pnpm", "bin", "pnpm.cjs");
            await execute(process.execPath, [pnpm, "add", "--prefer-offline", ...packages], this.folder);
        }
    }
}

export async function execute(
    command: string,
    args: readonly string[],
    cwd: string,
    environment: NodeJS.ProcessEnv = {}
): Promise<Finished> {
    // npm tells those that it runs about the project that it was started in: a reader's own npm must not hear of it.
    const own = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|INIT_CWD$)/i.test(name));
    const env = { ...Object.fromEntries(own), ...environment };
    return await promisify(execFile)(command, args, { cwd, env, timeout: 120_000, maxBuffer: 1 << 24 });
}

function versioned(name: string): string {
    const version = packageJson.devDependencies[name] ?? packageJson.dependencies[name];
    return version === undefined ? name : `${name}@${version}`;
}
