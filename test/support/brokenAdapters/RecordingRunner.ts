import type { ContractRunner } from "../../../src/testing";

interface RecordedTest {
    name: string;
    body: () => Promise<void>;
}

/** Why a test of the contract failed; its name is that of its group, " › ", and its own. */
export interface RecordedFailure {
    name: string;
    error: unknown;
}

/** Collects the tests that are registered with it, and runs them when it is told to. */
export class RecordingRunner implements ContractRunner {
    private readonly path: string[] = [];
    private readonly tests: RecordedTest[] = [];
    /** What was reported as skipped, with the reason. */
    public readonly skipped: { name: string; reason: string }[] = [];

    public describe(name: string, body: () => void): void {
        this.path.push(name);
        body();
        this.path.pop();
    }

    public test(name: string, body: () => Promise<void>): void {
        this.tests.push({ name: this.fullName(name), body });
    }

    public skip(name: string, reason: string): void {
        this.skipped.push({ name: this.fullName(name), reason });
    }

    public get names(): string[] {
        return this.tests.map(({ name }) => name);
    }

    /** Runs the tests whose names begin so (default: all), one after the other, and returns those that failed. */
    public async failures(beginning = ""): Promise<RecordedFailure[]> {
        const failures: RecordedFailure[] = [];
        for (const { name, body } of this.tests.filter((test) => test.name.startsWith(beginning))) {
            try {
                await body();
            } catch (error) {
                failures.push({ name, error });
            }
        }
        return failures;
    }

    /** The outermost name is that of the adapter. */
    private fullName(name: string): string {
        return [...this.path.slice(1), name].join(" › ");
    }
}
