import type { CliEnvironment } from "../CliEnvironment";
import type { Output } from "../Output";

export class StopRequest {
    public readonly asked: Promise<void>;
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

    public static from(environment: Pick<CliEnvironment, "onStopSignal">, output: Output): StopRequest {
        return new StopRequest(environment, output);
    }

    public get isAsked(): boolean {
        return this.hasBeenAsked;
    }
}
