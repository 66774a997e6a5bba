import type { SingleBar } from "cli-progress";
import type { CliEnvironment } from "./CliEnvironment";
import { lazily } from "./lazily";

export class Progress {
    private constructor(private readonly bar: SingleBar | undefined) {}

    public static start(environment: CliEnvironment, format: string, total: number, payload: object = {}): Progress {
        if (!environment.isTerminal) return new Progress(undefined);
        const { SingleBar } = lazily.cliProgress();
        const bar = new SingleBar({ stream: environment.stderr, format, hideCursor: true, fps: 10 });
        bar.start(total, 0, payload);
        return new Progress(bar);
    }

    public update(value: number, payload: object = {}): void {
        this.bar?.update(value, payload);
    }

    public stop(): void {
        this.bar?.stop();
    }
}
