import { DateTime } from "luxon";

interface Appointment {
    readonly at: number;
    /** Of those at the same moment, the one that was made first comes first. */
    readonly order: number;
    callback: (() => void) | undefined;
}

/** How many appointments are kept before others are let in: Node runs all promise jobs between any two of them. */
const keptAtOnce = 200;

/**
 * Time that passes when nothing is left to do at the present moment. What waits, waits by an appointment; between two of
 * them every promise job runs that can. So the order of everything depends on nothing but the appointments.
 */
export class VirtualTime {
    private readonly heap: Appointment[] = [];
    private made = 0;

    /** In milliseconds of the epoch. */
    public constructor(public present: number) {}

    public after(milliseconds: number, callback: () => void): () => void {
        const appointment: Appointment = {
            at: this.present + Math.max(0, Math.ceil(milliseconds)),
            order: this.made++,
            callback
        };
        this.push(appointment);
        return () => (appointment.callback = undefined);
    }

    public async sleep(milliseconds: number): Promise<void> {
        await new Promise<void>((resolve) => this.after(milliseconds, resolve));
    }

    public momentOf(skewInMs: number): DateTime {
        return DateTime.fromMillis(this.present + skewInMs, { zone: "utc" });
    }

    /** Lets time pass until that moment, or until `isOver`. Rejects with what an appointment throws. */
    public async passUntil(end: number, isOver: () => boolean = () => false): Promise<void> {
        await new Promise<void>((resolve, reject) => {
            let left = 0;
            let hasEnded = false;
            const keepOne = (): void => {
                left--;
                if (hasEnded) return;
                try {
                    hasEnded = isOver() || !this.keepNext(end);
                } catch (error) {
                    hasEnded = true;
                    reject(error);
                }
                if (hasEnded) resolve();
                else if (left === 0) keepSome();
            };
            const keepSome = (): void => {
                for (left = 0; left < keptAtOnce; left++) setImmediate(keepOne);
            };
            keepSome();
        });
        this.present = isOver() ? this.present : end;
    }

    /** A minute passes, within which the work must be done. */
    public async during<Value>(work: () => Promise<Value>): Promise<Value> {
        const value = work();
        await this.passUntil(this.present + 60_000);
        return await value;
    }

    /** False: nothing more comes up to `end`. */
    private keepNext(end: number): boolean {
        for (;;) {
            const next = this.heap.at(0);
            if (next === undefined || next.at > end) return false;
            this.pop();
            if (next.callback === undefined) continue;
            this.present = next.at;
            next.callback();
            return true;
        }
    }

    private push(appointment: Appointment): void {
        const { heap } = this;
        let place = heap.length;
        heap.push(appointment);
        while (place > 0) {
            const parent = (place - 1) >>> 1;
            if (!isBefore(appointment, heap[parent])) break;
            heap[place] = heap[parent];
            place = parent;
        }
        heap[place] = appointment;
    }

    private pop(): void {
        const { heap } = this;
        const last = heap.pop()!;
        if (heap.length === 0) return;
        let place = 0;
        for (;;) {
            let child = 2 * place + 1;
            if (child >= heap.length) break;
            if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
            if (!isBefore(heap[child], last)) break;
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = last;
    }
}

function isBefore(one: Appointment, other: Appointment): boolean {
    return one.at === other.at ? one.order < other.order : one.at < other.at;
}
