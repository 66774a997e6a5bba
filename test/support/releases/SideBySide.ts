import { readFileSync, writeFileSync } from "node:fs";
import { ErrorCode, type StoredRecord } from "../../../src";
import { requireReadable } from "../../../src/ports/unreadableRecords";
import { FixedClock } from "../../../src/testing";
import type { ChildPrograms } from "../childPrograms";
import { openStore } from "../lifecycle/kill/KillWorld";
import { type HostCall, leaseInMs, type WorkerAnswer, type WorkerCommand } from "./workerMessages";
import { checkCalls, checkRecords, requireSame } from "./sideBySideChecks";
import { WorkerProcess } from "./WorkerProcess";

export interface SideBySideOptions {
    readonly programs: ChildPrograms;
    /** The bundle of the older release. */
    readonly olderFile: string;
    /** A path or a connection string, of a store that is empty. */
    readonly store: string;
    readonly logFile: string;
    readonly opensFirst: "older" | "present";
    /** How many there are of each kind of people. */
    readonly count: number;
    /** How many workers of each release are killed while they work. */
    readonly kills: number;
}

type Which = SideBySideOptions["opensFirst"];

const pollInMs = 5;

/**
 * An older release and the present code work on one store: deletions that are due, people who cancel at the last moment, and
 * people who are reminded first. Workers of both are killed. Throws where anybody is harmed.
 *
 * Where the present code has raised the version of the store, the older release is refused when it opens, and has changed
 * nothing; one that had it open already may fail, and must do no harm.
 */
export class SideBySide {
    private readonly clock = new FixedClock();
    private readonly workers: WorkerProcess[] = [];
    private readonly due: readonly string[];
    private readonly undecided: readonly string[];
    private readonly reminded: readonly string[];
    /** Whose cancellation was confirmed. */
    public readonly cancelled = new Set<string>();
    private started = 0;
    /** How many workers were killed in the middle of their work. */
    public killed = 0;
    private olderIsRefused = false;

    public constructor(private readonly options: SideBySideOptions) {
        this.due = addresses("1", options.count);
        this.undecided = addresses("2", options.count);
        this.reminded = addresses("3", options.count);
        writeFileSync(options.logFile, "");
    }

    public async check(): Promise<void> {
        try {
            await this.live();
        } finally {
            await Promise.all(this.workers.map((worker) => worker.kill()));
        }
    }

    private async live(): Promise<void> {
        const { opensFirst } = this.options;
        const host = (await this.start(opensFirst))!;
        await this.initiate(host, 0);
        const other = await this.start(opensFirst === "older" ? "present" : "older");
        await this.initiate(other ?? host, 1);

        await this.deleteAndCancel(host);
        this.clock.advance({ days: 1 });
        await this.workAndDie();
        this.clock.advance({ days: 12 });
        await this.workAndDie();
        await this.checkAll();
    }

    /** Every second of each kind of people. */
    private async initiate(worker: WorkerProcess, remainder: 0 | 1): Promise<void> {
        for (const [people, days] of [
            // The first to be taken up: the workers begin with those who are about to cancel.
            [this.undecided, 1],
            [this.due, 1],
            [this.reminded, 14]
        ] as const) {
            const addresses = people.filter((_, index) => index % 2 === remainder);
            await this.must(worker, { do: "initiate", addresses, days, now: this.now });
        }
    }

    /**
     * People cancel just before the end by their devices' clocks, while the workers delete by theirs: from both ends of the
     * queue, so that they meet.
     */
    private async deleteAndCancel(host: WorkerProcess): Promise<void> {
        this.clock.advance({ days: 1, milliseconds: -1 });
        const beforeTheEnd = this.now;
        this.clock.advance({ milliseconds: 1 });
        const older = await this.start("older");
        const devices = [older ?? (await this.start("present"))!, (await this.start("present"))!];
        const cancelling = devices.map(async (device, remainder) => {
            const addresses = this.undecided.filter((_, index) => index % 2 === remainder).reverse();
            await this.untilCalled(1);
            const { outcomes } = await device.tell({ do: "cancel", addresses, now: beforeTheEnd });
            outcomes.forEach((outcome, index) => this.noteCancellation(addresses[index], outcome));
        });
        // It had the store open before the other release was there.
        const working = host.tell({ do: "work", now: this.now });
        await Promise.all([...cancelling, working, this.workAndDie()]);
    }

    private noteCancellation(address: string, outcome: string): void {
        if (outcome === "ok") this.cancelled.add(address);
        // Deleting, or deleted by now.
        else if (outcome !== ErrorCode.gracePeriodHasExpired && outcome !== ErrorCode.noActiveIdentityDeletionProcess)
            throw new Error(`${address} cannot cancel: ${outcome}`);
    }

    /** Workers of both releases at once, of which some are killed; then what the killed ones had in hand. */
    private async workAndDie(): Promise<void> {
        await Promise.all([this.workersOf("older"), this.workersOf("present")]);
        this.clock.advance({ milliseconds: leaseInMs });
        for (const which of ["older", "present"] as const) {
            const worker = await this.start(which);
            if (worker !== undefined) await this.must(worker, { do: "work", now: this.now });
            await worker?.kill();
        }
    }

    /** One worker after the other, each killed when it has begun to work, and one that lives. */
    private async workersOf(which: Which): Promise<void> {
        for (let kill = 0; kill < this.options.kills; kill++) {
            const worker = await this.start(which);
            if (worker === undefined) return;
            const work = worker.tell({ do: "work", now: this.now });
            let hasEnded = false;
            void work.then(() => (hasEnded = true));
            // Where the others have left it nothing to do, it lives.
            await this.untilCalled(
                2 + 7 * kill,
                (call) => call.worker === worker.name,
                () => hasEnded
            );
            if (!hasEnded) this.killed++;
            await worker.kill();
            await work;
        }
        const last = await this.start(which);
        await last?.tell({ do: "work", now: this.now });
        await last?.kill();
    }

    /** Undefined: the older release is refused because of the version of the store. */
    private async start(which: Which): Promise<WorkerProcess | undefined> {
        const { programs, olderFile, logFile, store } = this.options;
        const file = which === "older" ? olderFile : programs.fileOf("release");
        const worker = new WorkerProcess(programs, file, `${which}-${++this.started}`, logFile);
        this.workers.push(worker);
        const { failure } = await worker.tell({ do: "open", store, now: this.now });
        if (failure === undefined) return worker;
        if (which !== "older" || failure !== ErrorCode.storeIsOfNewerVersion) {
            throw new Error(`${worker.name} cannot open the store: ${failure}`);
        }
        this.olderIsRefused = true;
        return undefined;
    }

    private async must(worker: WorkerProcess, command: WorkerCommand): Promise<WorkerAnswer> {
        const answer = await worker.tell(command);
        const failed = answer.failure ?? answer.outcomes.find((outcome) => outcome.startsWith("error."));
        // One that had the store open when its version was raised may fail from then on.
        const isExcused = worker.name.startsWith("older") && this.olderIsRefused;
        if (failed !== undefined && !isExcused) throw new Error(`${worker.name} cannot ${command.do}: ${failed}`);
        return answer;
    }

    private async checkAll(): Promise<void> {
        const addresses = [...this.due, ...this.undecided, ...this.reminded];
        const statuses = addresses.map((address) => (this.cancelled.has(address) ? "Cancelled" : "Deleted"));
        const records = await this.records();
        for (const which of ["older", "present"] as const) {
            const reader = await this.start(which);
            if (reader === undefined) continue;
            const { outcomes } = await this.must(reader, { do: "list", addresses });
            requireSame(`what the ${which} release reads`, outcomes, statuses);
        }
        requireSame("what reading, or being refused, leaves", await this.records(), records);
        checkCalls(this.calls(), { everybody: addresses, cancelled: this.cancelled, reminded: this.reminded });
        checkRecords(
            records,
            addresses.filter((address) => !this.cancelled.has(address))
        );
    }

    private async records(): Promise<StoredRecord[]> {
        const port = openStore(this.options.store);
        await port.open();
        try {
            return requireReadable(await port.scan(undefined, 10_000));
        } finally {
            await port.close();
        }
    }

    /** Until the host's code was called that often. */
    private async untilCalled(
        count: number,
        isMeant: (call: HostCall) => boolean = () => true,
        isOver: () => boolean = () => false
    ): Promise<void> {
        while (!isOver() && this.calls().filter(isMeant).length < count) {
            await new Promise((resolve) => setTimeout(resolve, pollInMs));
        }
    }

    private calls(): HostCall[] {
        const lines = readFileSync(this.options.logFile, "utf8").split("\n").slice(0, -1);
        return lines.map((line) => JSON.parse(line) as HostCall);
    }

    private get now(): string {
        return this.clock.now().toISO()!;
    }
}

function addresses(kind: string, count: number): string[] {
    return Array.from(
        { length: count },
        (_, index) => `did:e:example.org:dids:${kind}${String(index).padStart(21, "0")}`
    );
}
