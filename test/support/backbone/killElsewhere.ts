import { spawn } from "node:child_process";
import { once } from "node:events";
import { BackboneServer } from "../../../src/testing/backbone";
import type { RunElsewhere } from "./FaultRun";

/** Runs the command in a process of its own that kills itself with SIGKILL; `file` is `backboneVictim.ts`, compiled. */
export function killElsewhere(file: string, environment: NodeJS.ProcessEnv, database: string): RunElsewhere {
    return async (world, command, deathAtPoint) => {
        const server = await BackboneServer.start(world.backbone);
        try {
            const now = world.clock.now().toISO()!;
            const child = spawn(process.execPath, [file, database, server.url, command, String(deathAtPoint), now], {
                env: environment,
                stdio: ["ignore", "pipe", "inherit"]
            });
            let answer = "";
            child.stdout.setEncoding("utf8").on("data", (text: string) => (answer += text));
            const [code, signal] = (await once(child, "close")) as [number | null, string | null];
            if (signal === "SIGKILL") return `dies at ${deathAtPoint}`;
            if (code !== 0) throw new Error(`The victim ended with ${code ?? signal}.`);
            return answer;
        } finally {
            await server.stop();
        }
    };
}
