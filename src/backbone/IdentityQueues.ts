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

    public async run<Value>(identityKey: string, work: (turn: Turn) => Promise<Value>): Promise<Value> {
        let queue = this.queues.get(identityKey);
        if (queue === undefined) {
            queue = { tail: Promise.resolve(), length: 0, updatedAt: 0 };
            this.queues.set(identityKey, queue);
        }
        const result = queue.tail.then(() => work(turnIn(queue, arrivedAt, () => ++this.sequence)));
        const arrivedAt = ++this.sequence;
        queue.length++;
        queue.tail = result.then(nothing, nothing);
        try {
            return await result;
        } finally {
            if (--queue.length === 0) this.queues.delete(identityKey);
        }
    }
}

function turnIn(queue: Queue, arrivedAt: number, next: () => number): Turn {
    return {
        get isUpToDate() {
            return queue.updatedAt > arrivedAt;
        },
        beginUpdate: () => {
            const askedAt = next();
            return () => (queue.updatedAt = Math.max(queue.updatedAt, askedAt));
        }
    };
}

function nothing(): void {
    // A call runs whether or not the one before it failed.
}
