// A real MariaDB and a real Redis for the tests, each in a temporary folder and on a socket of its own. Their packages in
// Debian: mariadb-server, redis-server.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * In memory where the system has space for it there. Writing to disk would take most of the tests' time, and what is lost
 * with the machine's power is not tested: a server that was killed finds its files again.
 *
 * @param {string} name
 */
function newFolder(name) {
    const { bavail, bsize } = existsSync("/dev/shm") ? statfsSync("/dev/shm") : { bavail: 0, bsize: 0 };
    return mkdtempSync(join(bavail * bsize > 2 ** 30 ? "/dev/shm" : tmpdir(), name));
}

/** Where servers are is not in the PATH of everybody. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };

/** MariaDB starts as root only if it is told to. */
const account = process.getuid?.() === 0 ? ["--user=root"] : [];

/**
 * @typedef {object} Server
 * @property {string} socket
 * @property {() => Promise<void>} kill Ends it at once, as a crash would.
 * @property {() => Promise<void>} start Starts it again, on the same data.
 * @property {() => Promise<void>} remove Ends it and removes its data.
 */

/** Every account is `root` without a password. @returns {Promise<Server>} */
export async function startMariaDb() {
    const folder = newFolder("mariadb-");
    const [data, socket] = [`--datadir=${join(folder, "data")}`, join(folder, "socket")];
    const install = ["--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db", ...account];
    execFileSync("mariadb-install-db", install, { stdio: "pipe", env });
    // The mode is the least strict one: adapters must not rely on the server's default.
    const small = ["--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M", "--skip-networking", "--sql-mode="];
    return await serverOf(folder, socket, "mariadbd", [
        "--no-defaults",
        data,
        `--socket=${socket}`,
        ...small,
        ...account
    ]);
}

/** It keeps what it has acknowledged. @returns {Promise<Server>} */
export async function startRedis() {
    const folder = newFolder("redis-");
    const socket = join(folder, "socket");
    const durable = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
    return await serverOf(folder, socket, "redis-server", [
        ...["--port", "0", "--unixsocket", socket, "--dir", folder, "--maxmemory-policy", "noeviction"],
        ...durable
    ]);
}

/** @param {string} folder @param {string} socket @param {string} program @param {string[]} args @returns {Promise<Server>} */
async function serverOf(folder, socket, program, args) {
    /** @type {import("node:child_process").ChildProcess} */
    let server;
    const kill = async () => {
        if (server.exitCode !== null || server.signalCode !== null) return;
        const ended = new Promise((resolve) => server.once("close", resolve));
        server.kill("SIGKILL");
        await ended;
    };
    const start = async () => {
        server = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
        await readinessOf(server, program);
    };
    // For a process that ends without having removed its server.
    const removeAtOnce = () => {
        server.kill("SIGKILL");
        rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    };
    process.once("exit", removeAtOnce);
    await start();
    return {
        socket,
        kill,
        start,
        remove: async () => {
            await kill();
            process.removeListener("exit", removeAtOnce);
            removeAtOnce();
        }
    };
}

/** @param {import("node:child_process").ChildProcess} server @param {string} program @returns {Promise<void>} */
async function readinessOf(server, program) {
    await new Promise((resolve, reject) => {
        let log = "";
        for (const stream of [server.stdout, server.stderr]) {
            stream?.setEncoding("utf8").on("data", (text) => {
                log += text;
                if (/ready (for|to accept) connections/.test(log)) resolve(undefined);
            });
        }
        server.once("error", reject);
        server.once("close", (code) => reject(new Error(`${program} ended with ${code}: ${log}`)));
    });
}
