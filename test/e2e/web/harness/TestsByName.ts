import type { ContractRunner } from "../../../../src/testing";

/** A runner for a page: collects the tests, and runs each when it is asked for by its full name. */
export class TestsByName implements ContractRunner {
    private readonly path: string[] = [];
    private readonly tests = new Map<string, () => Promise<void>>();

    public describe(name: string, body: () => void): void {
        this.path.push(name);
        body();
        this.path.pop();
    }

    public test(name: string, body: () => Promise<void>): void {
        const fullName = this.fullName(name);
        if (this.tests.has(fullName)) throw new Error(`There are two tests "${fullName}".`);
        this.tests.set(fullName, body);
    }

    /** Whoever asks for the tests knows by itself what is skipped. */
    public skip(): void {
        // There is nothing to run.
    }

    public async run(fullName: string): Promise<void> {
        const body = this.tests.get(fullName);
        if (body === undefined) throw new Error(`There is no test "${fullName}".`);
        await body();
    }

    /** All of them, one after the other: how many there were, and what each that failed said. */
    public async runAll(): Promise<{ count: number; failures: string[] }> {
        const failures: string[] = [];
        for (const [name, body] of this.tests) {
            await body().catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
        }
        return { count: this.tests.size, failures };
    }

    public fullName(name: string): string {
        return [...this.path, name].join(" › ");
    }
}
