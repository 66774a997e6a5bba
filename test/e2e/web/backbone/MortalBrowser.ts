import { build } from "esbuild";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { readFile } from "node:fs/promises";
import { chromium, type Page } from "playwright-core";
import { chromiumArguments, chromiumPath } from "../chromium";
import { root } from "../StaticServer";

const html = '<!doctype html><html lang="en"><title>Backbone</title><script src="page.js"></script></html>';

/** As strict as a host's page can be that talks to a Backbone. */
const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src http://127.0.0.1:*",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'"
].join("; ");

/** A Chromium with a profile on disk and one page, which can be killed like any process, and starts anew with what it kept. */
export class MortalBrowser {
    private program: ChildProcess | undefined;
    private current: Page | undefined;
    private onDeath = (): void => undefined;

    private constructor(
        private readonly folder: string,
        private readonly server: Server
    ) {}

    public static async start(): Promise<MortalBrowser> {
        const folder = await mkdtemp(join(tmpdir(), "mortal-browser-"));
        await build({
            entryPoints: [join(root, "test/e2e/web/backbone/backbonePage.ts")],
            bundle: true,
            format: "iife",
            target: "es2022",
            outfile: join(folder, "page.js")
        });
        const script = await readFile(join(folder, "page.js"));
        const server = createServer(({ url }, response) => {
            const isScript = url === "/page.js";
            const type = isScript ? "text/javascript" : "text/html; charset=utf-8";
            response.writeHead(200, { "content-type": type, "content-security-policy": policy });
            response.end(isScript ? script : html);
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const browser = new MortalBrowser(folder, server);
        await browser.launch();
        return browser;
    }

    public get origin(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    public get page(): Page {
        if (this.current === undefined) throw new Error("The browser does not run.");
        return this.current;
    }

    /** Resolves when the page says that it has come to the point where it is to die. */
    public async death(): Promise<void> {
        await new Promise<void>((resolve) => (this.onDeath = resolve));
    }

    /** What ran in the page is gone; what it stored is not. */
    public async reload(): Promise<void> {
        await this.page.goto(this.origin);
    }

    /** `kill -9` of the browser with all its processes, and a new one with the same profile. */
    public async killAndRestart(): Promise<void> {
        await this.kill();
        await this.launch();
    }

    public async stop(): Promise<void> {
        await this.kill();
        await new Promise((resolve) => this.server.close(resolve).closeAllConnections());
        await rm(this.folder, { recursive: true, maxRetries: 5 });
    }

    private async launch(): Promise<void> {
        const args = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${join(this.folder, "profile")}`];
        // In a process group of its own, so that nothing of it outlives the kill.
        this.program = spawn(chromiumPath!, [...args, ...chromiumArguments, "about:blank"], {
            detached: true,
            stdio: ["ignore", "ignore", "pipe"]
        });
        const browser = await chromium.connectOverCDP(await endpointOf(this.program));
        const [context] = browser.contexts();
        this.current = await context.newPage();
        await this.current.exposeFunction("died", () => this.onDeath());
        await this.current.goto(this.origin);
    }

    private async kill(): Promise<void> {
        const { program } = this;
        if (program?.pid === undefined) return;
        const ended = once(program, "exit");
        process.kill(-program.pid, "SIGKILL");
        await ended;
        this.program = undefined;
    }
}

async function endpointOf({ stderr }: ChildProcess): Promise<string> {
    for await (const line of createInterface({ input: stderr! })) {
        const endpoint = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
        if (endpoint !== undefined) return endpoint;
    }
    throw new Error("Chromium ended before it could be reached.");
}
