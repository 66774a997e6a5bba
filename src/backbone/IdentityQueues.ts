/** One call's turn in the queue of its Identity. */
export interface Turn {
    /** Whether the Backbone was asked, and the store corrected, after this call was made: then it need not ask again. */
    readonly isInformed: boolean;
    /** To be called before the Backbone is asked; what it gives is to be called once the store says what the answer said. */
    asking(): () => void;
}

interface Queue {
    tail: Promise<unknown>;
    length: number;
    informedAt: number;
}

/**
 * The calls of one Identity within this module, one after the other: fifty that initiate at once become one request and
 * forty-nine answers from the store. It is there for economy; that all goes well among several processes of the operating
 * system is the store's doing.
 */
export class IdentityQueues {
    private readonly queues = new Map<string, Queue>();
    private sequence = 0;

    public async run<Value>(identityKey: string, work: (turn: Turn) => Promise<Value>): Promise<Value> {
        let queue = this.queues.get(identityKey);
        if (queue === undefined) {
            queue = { tail: Promise.resolve(), length: 0, informedAt: 0 };
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
        get isInformed() {
            return queue.informedAt > arrivedAt;
        },
        asking: () => {
            const askedAt = next();
            return () => (queue.informedAt = Math.max(queue.informedAt, askedAt));
        }
    };
}

function nothing(): void {
    // Whether the call before failed is that call's own affair.
}
