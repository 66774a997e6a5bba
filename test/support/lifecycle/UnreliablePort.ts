import { PersistenceError, type PersistencePort } from "../../../src";

/** Where a call of the store goes wrong: before it has had its effect, or after. */
export type Fault = "before" | "after";

/**
 * A worker's own connection to a shared store. Each call takes a few turns, so that workers get in each other's way; a call
 * may fail as unavailable, and from the death of its worker on, all of them do.
 */
export class UnreliablePort {
    public readonly port: PersistencePort;
    public faults = 0;
    private calls = 0;
    private plan: ReadonlyMap<number, Fault> = new Map();
    private diesAt = Infinity;

    public constructor(store: PersistencePort, random: () => number) {
        this.port = new Proxy(store, {
            get: (target, property) => {
                const value: unknown = Reflect.get(target, property);
                if (typeof value !== "function") return value;
                const call = value.bind(target) as (...args: unknown[]) => Promise<unknown>;
                if (property === "open" || property === "close") return call;
                return async (...args: unknown[]) => await this.call(call, args, random);
            }
        });
    }

    /** From the next call on, counted from 0. */
    public planFaults(plan: ReadonlyMap<number, Fault>, diesAt = Infinity): void {
        this.calls = 0;
        this.plan = plan;
        this.diesAt = diesAt;
    }

    private async call(
        call: (...args: unknown[]) => Promise<unknown>,
        args: unknown[],
        random: () => number
    ): Promise<unknown> {
        const index = this.calls++;
        for (let turns = Math.floor(random() * 6); turns > 0; turns--) await Promise.resolve();
        const fault = index >= this.diesAt ? "before" : this.plan.get(index);
        if (fault === "before") throw this.fault();
        const result = await call(...args);
        if (fault === "after") throw this.fault();
        return result;
    }

    private fault(): PersistenceError {
        this.faults++;
        return new PersistenceError("unavailable", "The store is away.");
    }
}
