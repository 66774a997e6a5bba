import type { CliEnvironment } from "../CliEnvironment";
import type { Output } from "../Output";

export class StopRequest {
    public readonly asked: Promise<void>;
    public isAsked = false;
    public forget!: () => void;

    public constructor({ onStopSignal }: Pick<CliEnvironment, "onStopSignal">, output: Output) {
        this.asked = new Promise((resolve) => {
            this.forget = onStopSignal(() => {
                this.isAsked = true;
                output.note("Stopping: what is running may end first. A second signal ends it at once.");
                resolve();
            });
        });
    }
}
