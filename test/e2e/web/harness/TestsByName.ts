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

    public fullName(name: string): string {
        return [...this.path, name].join(" › ");
    }
}
