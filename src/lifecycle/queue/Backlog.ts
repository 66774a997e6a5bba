import { Timestamp } from "../../domain/Timestamp";
import { DuePosition, PageEntry, PersistencePort, UnreadableRecord } from "../../ports/PersistencePort";
import { Run } from "../run/Run";
import { DueProcess } from "./DueProcess";
import { DueQueue, isProcess, positionOf } from "./DueQueue";

interface BacklogOptions {
    readonly persistence: PersistencePort;
    readonly queue: DueQueue;
    readonly random: () => number;
    readonly isInProgress: (due: DueProcess) => boolean;
    readonly reportUnreadable: (record: UnreadableRecord) => void;
}

const recordsAtATime = 200;

/** After so many lost races on one page, another worker has read it, too. One or two may be persons who cancel. */
const racesThatShowAnother = 3;

const maxPagesSkipped = 8;

/**
 * What is due, for the runs of one worker: the longest due first, page by page, each read when it is needed.
 *
 * Workers that have read the same page lose races to each other, leave it, and go on some pages further: ARCHITECTURE.md.
 * At the end one begins again at the front, until it has left nothing out: so at the end of a run all that was due was tried.
 * Where it has won nothing in between, it leaves nothing out next time: a store that refuses every write does not keep it.
 */
export class Backlog {
    /** Where the next run begins, after one has met another worker. `undefined`: at the front. */
    private place: DuePosition | undefined;

    public constructor(private readonly options: BacklogOptions) {}

    public async *entries(until: Timestamp, limit: number, run: Run): AsyncGenerator<DueProcess> {
        const { persistence, isInProgress } = this.options;
        let left = limit;
        let after = this.place;
        let hasSeenAll = after === undefined;
        let mayLeave = true;
        let wonBefore = run.won;
        for (;;) {
            const size = Math.min(recordsAtATime, left);
            const page = await persistence.findDue(until, size, after);
            if (page.length === 0) {
                this.place = undefined;
                if (hasSeenAll) return;
                [after, hasSeenAll, mayLeave] = [undefined, true, run.won > wonBefore];
                wonBefore = run.won;
                continue;
            }
            const isShared = page.length === size;
            const lostBefore = run.tally.lost;
            let leaves = false;
            for (const due of this.processesOn(page, isShared, run)) {
                leaves = isShared && mayLeave && run.tally.lost - lostBefore >= racesThatShowAnother;
                if (leaves) break;
                if (isInProgress(due)) continue;
                yield due;
                if (--left > 0) continue;
                this.place = hasSeenAll ? undefined : after;
                return;
            }
            const end = positionOf(page[page.length - 1]);
            if (leaves) hasSeenAll = false;
            after = leaves ? await this.furtherOn(until, end) : end;
        }
    }

    private processesOn(page: readonly PageEntry[], isShared: boolean, run: Run): readonly DueProcess[] {
        const { queue, reportUnreadable } = this.options;
        const processes: DueProcess[] = [];
        for (const record of page) {
            const entry = queue.entryOf(record);
            if (isProcess(entry)) processes.push(entry);
            else {
                run.noteUnreadable(entry.key);
                reportUnreadable(entry);
            }
        }
        return isShared ? this.shuffled(processes) : processes;
    }

    private async furtherOn(until: Timestamp, end: DuePosition): Promise<DuePosition> {
        const { persistence, random } = this.options;
        const pages = 1 + Math.floor(random() * maxPagesSkipped);
        const skipped = await persistence.findDue(until, pages * recordsAtATime, end);
        return skipped.length === 0 ? end : positionOf(skipped[skipped.length - 1]);
    }

    private shuffled(processes: readonly DueProcess[]): DueProcess[] {
        const { random } = this.options;
        const shuffled = [...processes];
        for (let last = shuffled.length - 1; last > 0; last--) {
            const other = Math.floor(random() * (last + 1));
            [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
        }
        return shuffled;
    }
}
