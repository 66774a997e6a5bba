import { checkCall } from "./reference/checkCall";
import { History, type Step } from "./reference/History";
import { CallRun, type Beginning, type Operation, type Pause, type Reply } from "./CallRun";

/** Where a call is: what it was answered so far decides about what it does next. */
interface Position extends Pause {
    readonly number: number;
    readonly beginning: Beginning;
    readonly parent: Position | undefined;
    readonly reply: Reply | undefined;
    /** The call itself, waiting here, until it is answered. */
    run: CallRun | undefined;
}

/** Not more calls than this wait at the same time; the others are run again from their beginning when they go on. */
const maxWaiting = 2000;

/**
 * Every call that was ever run, up to each place where it waited. A call does nothing but ask and be answered, so it is run
 * once for each row of answers, in however many states of the world it is there.
 */
export class Calls {
    private readonly positions: Position[] = [];
    private readonly known = new Map<string, number>();
    private readonly waiting: Position[] = [];

    public get size(): number {
        return this.positions.length;
    }

    public at(number: number): Pause {
        return this.positions[number];
    }

    public async begin(beginning: Beginning): Promise<number> {
        const { actor, call, number, now, script } = beginning;
        const name = `${actor} ${script.authority} ${call} ${number} ${now}`;
        return this.known.get(name) ?? (await this.add(name, beginning, undefined, undefined));
    }

    /** The position of a call that waits at `number` and is answered. */
    public async answer(number: number, reply: Reply): Promise<number> {
        const name = `${number} ${JSON.stringify(reply)}`;
        const parent = this.positions[number];
        return this.known.get(name) ?? (await this.add(name, parent.beginning, parent, reply));
    }

    private async add(
        name: string,
        beginning: Beginning,
        parent: Position | undefined,
        reply: Reply | undefined
    ): Promise<number> {
        const run = parent === undefined ? new CallRun(beginning) : await this.runAt(parent);
        const pause = reply === undefined ? await run.start() : await run.resume(reply);
        const number = this.positions.length;
        const position: Position = { ...pause, number, beginning, parent, reply, run };
        checkCall(beginning, historyOf(position), pause);
        if (pause.operation === undefined) position.run = undefined;
        else this.waiting.push(position);
        if (this.waiting.length > maxWaiting) this.waiting.shift()!.run = undefined;
        this.positions.push(position);
        this.known.set(name, number);
        return number;
    }

    /** The call that waits there, or another one that was led there. */
    private async runAt(position: Position): Promise<CallRun> {
        const { run } = position;
        position.run = undefined;
        if (run !== undefined) return run;
        const replies: Reply[] = [];
        for (let at: Position | undefined = position; at?.reply !== undefined; at = at.parent)
            replies.unshift(at.reply);
        const again = new CallRun(position.beginning);
        let pause = await again.start();
        for (const reply of replies) pause = await again.resume(reply);
        if (!isSame(pause.operation, position.operation)) throw new Error("The same answers have led elsewhere.");
        return again;
    }
}

function isSame(one: Operation | undefined, other: Operation | undefined): boolean {
    return JSON.stringify(one) === JSON.stringify(other);
}

/** What the call was told until it came to this position. */
function historyOf(position: Position): History {
    const steps: Step[] = [];
    for (let at = position; at.parent !== undefined; at = at.parent) {
        steps.unshift({ operation: at.parent.operation!, reply: at.reply!, effects: at.effects });
    }
    return new History(steps, position.beginning.now);
}
