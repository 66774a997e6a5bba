// Processes that judge one mutant after the other. One that comes to the end of no world for a while does not end: it is found.
import { fork } from "node:child_process";
import { join } from "node:path";
import { modulePaths } from "./bundle.mjs";

export class Judge {
    #folder;
    #child;
    #ready;

    constructor(folder) {
        this.#folder = folder;
    }

    /** Resolves with `{ found: { world, what } | undefined, coverage }`. `env` is for a process of its own. */
    async judge(question, { timeoutInSeconds, env }) {
        if (env !== undefined) this.end();
        this.#child ??= this.#start(env);
        await this.#ready;
        const child = this.#child;
        if (child === undefined) return { found: { world: "any", what: "it does not start" } };
        const answer = await new Promise((resolve) => {
            const doesNotEnd = () => {
                clearInterval(timer);
                this.end();
                resolve({ found: { world: "any", what: "it does not end" } });
            };
            // Counted, so that no time passes while this process itself is suspended.
            let secondsLeft = timeoutInSeconds;
            const timer = setInterval(() => --secondsLeft < 0 && doesNotEnd(), 1000);
            child.removeAllListeners("message").on("message", (message) => {
                secondsLeft = timeoutInSeconds;
                if (message === "next world") return;
                clearInterval(timer);
                resolve(message);
            });
            child.removeAllListeners("exit").once("exit", (code) => {
                clearInterval(timer);
                if (this.#child === child) this.#child = undefined;
                resolve({ found: { world: "any", what: `the program ended with ${code}` } });
            });
            child.send(question);
        });
        if (env !== undefined) this.end();
        return answer;
    }

    #start(env = {}) {
        const child = fork(join(this.#folder, "judge.js"), {
            env: { ...process.env, NODE_PATH: modulePaths, ...env },
            execArgv: ["--max-semi-space-size=64", "--max-old-space-size=3000"]
        });
        this.#ready = new Promise((resolve) => {
            child.once("message", resolve);
            child.once("exit", () => {
                if (this.#child === child) this.#child = undefined;
                resolve();
            });
        });
        return child;
    }

    end() {
        this.#child?.removeAllListeners("exit");
        this.#child?.kill("SIGKILL");
        this.#child = undefined;
    }
}
