import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const root = join(__dirname, "../../..");

/** The example's own server, with the headers that it sends, over some folder. */
export class StaticServer {
    private constructor(
        private readonly program: ChildProcess,
        public readonly url: string
    ) {}

    public static async start(folder: string): Promise<StaticServer> {
        const args = [join(root, "examples/web/serve.mjs"), "--folder", folder, "--port", "0"];
        const program = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
        const lines = createInterface({ input: program.stdout });
        const [url] = (await once(lines, "line")) as [string];
        return new StaticServer(program, url);
    }

    public async stop(): Promise<void> {
        const ended = once(this.program, "exit");
        this.program.kill();
        await ended;
    }
}
