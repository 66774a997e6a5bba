import type { CliEnvironment } from "../CliEnvironment";
import type { Output } from "../Output";

/** Whether a signal has asked the program to stop. */
export class StopRequest {
    public readonly asked: Promise<void>;
    /** Removes the listener. */
    public forget!: () => void;

    private hasBeenAsked = false;

    private constructor({ onStopSignal }: Pick<CliEnvironment, "onStopSignal">, output: Output) {
        this.asked = new Promise((resolve) => {
            this.forget = onStopSignal(() => {
                this.hasBeenAsked = true;
                output.note("Stopping: what is running may end first. A second signal ends it at once.");
                resolve();
            });
        });
    }

    /** Listens from now on. */
    public static from(environment: Pick<CliEnvironment, "onStopSignal">, output: Output): StopRequest {
        return new StopRequest(environment, output);
    }

    public get isAsked(): boolean {
        return this.hasBeenAsked;
    }
}
