import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** PgBouncer refuses to run as root: then it runs as nobody. */
const nobody = 65534;
const runsAsRoot = process.getuid?.() === 0;
const account = runsAsRoot ? { uid: nobody, gid: nobody } : {};

// Debian has it where only the PATH of root leads.
const environment = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
const isInstalled = spawnSync("pgbouncer", ["--version"], { env: environment }).status === 0;

const whatToDo = "There is no PgBouncer here. Install it (Debian: apt-get install pgbouncer).";

/**
 * Like `describe`, for what needs PgBouncer. Where there is none, these tests are skipped, and a warning says so; with
 * `CI` set they fail, so that a run without them is not taken for a whole one.
 */
export function describeWithPgBouncer(name: string, body: () => void): void {
    if (isInstalled) {
        describe(name, body);
    } else if (process.env.CI) {
        test(`${name} needs PgBouncer`, () => {
            throw new Error(whatToDo);
        });
    } else {
        process.stderr.write(`\nSKIPPED: ${name}. ${whatToDo}\n\n`);
        describe.skip(name, body);
    }
}

/** A real PgBouncer in front of a PostgreSQL server of a test, on a Unix socket in a directory of its own. */
export class PgBouncer {
    private constructor(
        private readonly directory: string,
        private readonly process: ChildProcess
    ) {}

    /** `serverDirectory` is where the server's socket is. */
    public static async start(serverDirectory: string, mode: "session" | "transaction"): Promise<PgBouncer> {
        const directory = mkdtempSync(join(tmpdir(), "pgb-"));
        const settings = join(directory, "pgbouncer.ini");
        writeFileSync(join(directory, "users.txt"), '"postgres" ""\n');
        writeFileSync(settings, settingsFor(directory, serverDirectory, mode));
        if (runsAsRoot) chownSync(directory, nobody, nobody);
        const child = spawn("pgbouncer", [settings], {
            ...account,
            env: environment,
            stdio: ["ignore", "ignore", "pipe"]
        });
        await untilItIsUp(child);
        return new PgBouncer(directory, child);
    }

    /** How to connect, as a configuration of `pg`. */
    public get config(): { host: string; port: number; user: string; database: string } {
        return { host: this.directory, port: 6432, user: "postgres", database: "postgres" };
    }

    public async stop(): Promise<void> {
        const end = new Promise((resolve) => this.process.once("close", resolve));
        this.process.kill("SIGKILL");
        await end;
        rmSync(this.directory, { recursive: true, force: true });
    }
}

function settingsFor(directory: string, serverDirectory: string, mode: string): string {
    return [
        "[databases]",
        `postgres = host=${serverDirectory} port=5432`,
        "[pgbouncer]",
        "listen_addr =",
        "listen_port = 6432",
        `unix_socket_dir = ${directory}`,
        `auth_file = ${join(directory, "users.txt")}`,
        "auth_type = trust",
        `pool_mode = ${mode}`,
        ""
    ].join("\n");
}

async function untilItIsUp(child: ChildProcess): Promise<void> {
    let log = "";
    await new Promise<void>((resolve, reject) => {
        child.stderr!.setEncoding("utf8").on("data", (text: string) => {
            log += text;
            if (log.includes("process up")) resolve();
        });
        child.once("error", reject);
        child.once("close", () => reject(new Error(`pgbouncer ended: ${log}`)));
    });
}
