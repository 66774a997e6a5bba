/** One call's turn in the queue of its Identity. */
export interface Turn {
    /** Whether the Backbone was asked, and the answer stored, after this call was made: then it need not ask again. */
    readonly isUpToDate: boolean;
    /** Call it before the Backbone is asked, and what it returns once the answer is stored. */
    beginUpdate(): () => void;
}

interface Queue {
    tail: Promise<unknown>;
    length: number;
    updatedAt: number;
}

/**
 * The calls of one Identity within this module, one after the other: fifty that initiate at once become one request and
 * forty-nine answers from the store. This saves requests; between processes of the operating system the store alone decides.
 */
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
