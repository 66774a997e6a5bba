import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { ChildPrograms } from "./childPrograms";
import type { Answer, Command } from "./moduleProcess";

/** Long enough for a command to be with every process before the instant comes. */
const headStartInMs = 30;

/** Several operating-system processes, each with the module. */
export class ModuleProcesses {
    private constructor(private readonly children: readonly ChildProcess[]) {}

    public static start(count: number, programs: ChildPrograms): ModuleProcesses {
        const file = programs.fileOf("moduleProcess");
        return new ModuleProcesses(
            Array.from({ length: count }, () => fork(file, { env: programs.environment, execArgv: [] }))
        );
    }

    /** All processes carry it out; those that have an `at`, at the same instant. Gives the answers of all. */
    public async all(command: Command): Promise<Answer> {
        return await this.each(() => command);
    }

    /** Each process carries out its own. */
    public async each(commandOf: (index: number) => Command): Promise<Answer> {
        const answers = await Promise.all(
            this.children.map(async (child, index) => await tell(child, commandOf(index)))
        );
        return answers.flat();
    }

    public async eachAtOnce(commandOf: (index: number) => Command): Promise<Answer> {
        const at = Date.now() + headStartInMs;
        return await this.each((index) => ({ ...commandOf(index), at }) as Command);
    }

    public async allAtOnce(command: Command): Promise<Answer> {
        return await this.eachAtOnce(() => command);
    }

    public async stop(): Promise<void> {
        const ended = this.children.map(async (child) => {
            if (child.exitCode !== null || child.signalCode !== null) return;
            const exit = once(child, "exit");
            child.kill("SIGKILL");
            await exit;
        });
        await Promise.all(ended);
    }
}

async function tell(child: ChildProcess, command: Command): Promise<Answer> {
    return await new Promise((resolve, reject) => {
        const died = (code: number | null) => reject(new Error(`A child process ended with code ${code}.`));
        child.once("exit", died);
        child.once("message", (answer: Answer) => {
            child.off("exit", died);
            resolve(answer);
        });
        child.send(command);
    });
}
