import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { ChildPrograms } from "../childPrograms";
import type { WorkerAnswer, WorkerCommand } from "./workerMessages";

/** A process of the operating system with one release of the module, by the file that holds it. */
export class WorkerProcess {
    private readonly child: ChildProcess;

    public constructor(
        programs: ChildPrograms,
        releaseFile: string,
        public readonly name: string,
        logFile: string
    ) {
        const env = programs.environment;
        this.child = fork(programs.fileOf("releaseWorker"), [releaseFile, name, logFile], { env, execArgv: [] });
    }

    /** One command at a time. `died` where the process ends before it answers. */
    public async tell(command: WorkerCommand): Promise<WorkerAnswer> {
        return await new Promise((resolve) => {
            const died = (): void => resolve({ outcomes: [], failure: "died" });
            this.child.once("exit", died);
            this.child.once("message", (answer: WorkerAnswer) => {
                this.child.off("exit", died);
                resolve(answer);
            });
            this.child.send(command);
        });
    }

    /** Like `kill -9`. */
    public async kill(): Promise<void> {
        if (this.child.exitCode !== null || this.child.signalCode !== null) return;
        const ended = once(this.child, "exit");
        this.child.kill("SIGKILL");
        await ended;
    }
}
