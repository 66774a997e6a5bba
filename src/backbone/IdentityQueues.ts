export interface Turn {
    /** The Backbone was asked, and its answer stored, after this call was made: this call need not ask again. */
    readonly isUpToDate: boolean;
    /** Call it before the Backbone is asked, and what it returns once the answer is stored. */
    beginUpdate(): () => void;
}

interface Queue {
    tail: Promise<unknown>;
    length: number;
    updatedAt: number;
}

/** Runs the calls of one Identity one by one, only to save requests: fifty that initiate at once become one request. */
export class IdentityQueues {
    private readonly queues = new Map<string, Queue>();
    private sequence = 0;

    public run<Value>(identityKey: string, work: (turn: Turn) => Promise<Value>): Promise<Value> {
        let queue = this.queues.get(identityKey);
        if (queue === undefined) {
            queue = { tail: Promise.resolve(), length: 0, updatedAt: 0 };
            this.queues.set(identityKey, queue);
        }
        const turn = new TurnInQueue(queue, ++this.sequence, () => ++this.sequence);
        const result = queue.tail.then(() => work(turn));
        queue.length++;
        // The next call runs whether or not this one fails.
        const end = (): void => {
            if (--queue.length === 0) this.queues.delete(identityKey);
        };
        queue.tail = result.then(end, end);
        return result;
    }
}

class TurnInQueue implements Turn {
    public constructor(
        private readonly queue: Queue,
        private readonly arrivedAt: number,
        private readonly next: () => number
    ) {}

    public get isUpToDate(): boolean {
        return this.queue.updatedAt > this.arrivedAt;
    }

    public beginUpdate(): () => void {
        const { queue } = this;
        const askedAt = this.next();
        return () => (queue.updatedAt = Math.max(queue.updatedAt, askedAt));
    }
}
