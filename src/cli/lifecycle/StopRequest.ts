import type { CliEnvironment } from "../CliEnvironment";
import type { Output } from "../Output";

/** Whether the operator, or whoever runs the machine, has asked for an end. */
export class StopRequest {
    public readonly asked: Promise<void>;
    /** From then on nobody listens any more. */
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
