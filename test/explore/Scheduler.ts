/** One place where an actor waits until it is told to go on, and how it may go on. */
export interface Gate {
    readonly actor: string;
    readonly label: string;
    /** What the actor is about to do, where the label does not say it. */
    readonly detail?: unknown;
    readonly choices: readonly string[];
}

interface WaitingGate extends Gate {
    readonly resolve: (choice: string) => void;
}

/**
 * Runs actors one step at a time: each runs until its next gate, and only one of them runs at any moment. Nothing in it takes
 * time, so that the same choices lead to the same state again.
 */
export class Scheduler {
    private readonly waiting = new Map<string, WaitingGate>();
    private running = 0;
    private whenIdle: (() => void) | undefined;

    /** `run` gets its gate; what it rejects with is a fault of the model. */
    public start(run: () => Promise<void>): void {
        this.running++;
        void run().then(
            () => this.rest(),
            (error: unknown) => {
                this.failure ??= error;
                this.rest();
            }
        );
    }

    public failure: unknown;

    public gate(gate: Gate): Promise<string> {
        return new Promise((resolve) => {
            this.waiting.set(gate.actor, { ...gate, resolve });
            this.rest();
        });
    }

    /** What may happen next, in an order that does not depend on which actor came first. */
    public get gates(): Gate[] {
        return [...this.waiting.values()].sort((one, other) => (one.actor < other.actor ? -1 : 1));
    }

    /** Resolves when every actor waits at a gate or has ended. */
    public async idle(): Promise<void> {
        while (this.running > 0) await new Promise<void>((resolve) => (this.whenIdle = resolve));
    }

    /** Lets one actor go on to its next gate. */
    public async choose(actor: string, choice: string): Promise<void> {
        const gate = this.waiting.get(actor);
        if (gate === undefined) throw new Error(`${actor} does not wait at a gate.`);
        this.waiting.delete(actor);
        this.running++;
        gate.resolve(choice);
        await this.idle();
    }

    /** Called by an actor that ends where it is: what it was about to do never happens. */
    public leave(): void {
        this.rest();
    }

    private rest(): void {
        this.running--;
        if (this.running > 0) return;
        this.whenIdle?.();
        this.whenIdle = undefined;
    }
}
