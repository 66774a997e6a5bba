export interface WaitingCall<Work, Answer> {
    readonly work: Work;
    /** On the clock of `performance.now()`. */
    readonly since: number;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
}

interface GroupQueueOptions<Work> {
    /** Of calls with the same key, at most one is in a group; the others are in later ones, in their order. */
    readonly keyOf?: (work: Work) => string;
    /** Calls back once all calls that are made at this moment have been made. */
    readonly defer: (start: () => void) => void;
    /** A group that takes longer does not keep the next one waiting: another program may have locked what it needs. */
    readonly slowAfterInMs?: number;
}

const maxGroupSize = 128;

/** Runs waiting calls together, without a timer. What `runGroup` throws is the answer to all calls that it left. */
export class GroupQueue<Work, Answer> {
    private waiting: WaitingCall<Work, Answer>[] = [];
    private isDeferred = false;
    private isRunning = false;

    public constructor(
        private readonly runGroup: (group: readonly WaitingCall<Work, Answer>[]) => Promise<void>,
        private readonly options: GroupQueueOptions<Work>
    ) {}

    public run(work: Work): Promise<Answer> {
        return new Promise((resolve, reject) => {
            this.waiting.push({ work, since: performance.now(), resolve, reject });
            this.startSoon();
        });
    }

    private startSoon(): void {
        if (this.isDeferred || this.isRunning || this.waiting.length === 0) return;
        this.isDeferred = true;
        this.options.defer(this.start);
    }

    private readonly start = (): void => {
        this.isDeferred = false;
        this.isRunning = true;
        const group = this.takeGroup();
        let isOver = false;
        const end = (): void => {
            if (isOver) return;
            isOver = true;
            clearTimeout(timer);
            this.isRunning = false;
            this.startSoon();
        };
        const { slowAfterInMs } = this.options;
        const timer = slowAfterInMs === undefined ? undefined : setTimeout(end, slowAfterInMs);
        const refuse = (error: unknown): void => group.forEach(({ reject }) => reject(error));
        void this.runGroup(group).catch(refuse).then(end);
    };

    private takeGroup(): WaitingCall<Work, Answer>[] {
        const { waiting } = this;
        const { keyOf } = this.options;
        if (waiting.length === 1 || (keyOf === undefined && waiting.length <= maxGroupSize)) {
            this.waiting = [];
            return waiting;
        }
        const group: WaitingCall<Work, Answer>[] = [];
        const keys = new Set<string>();
        this.waiting = waiting.filter((call) => {
            const key = keyOf?.(call.work);
            if (group.length === maxGroupSize || (key !== undefined && keys.has(key))) return true;
            if (key !== undefined) keys.add(key);
            group.push(call);
            return false;
        });
        return group;
    }
}
