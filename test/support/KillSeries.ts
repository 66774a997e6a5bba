import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { IdentityDeletionProcessDTO } from "../../src";
import type { ChildPrograms } from "./childPrograms";
import type { Line } from "./victimProcess";

/** A quarter of the victims is killed within this time of their start: while they boot, open or recover the database. */
const maxLifeFromStartInMs = 120;
/** The others within this time of their first call. */
const maxLifeAtWorkInMs = 60;
/** A process takes no argument longer than 128 KB. */
const maxAddressesToReport = 1000;

/**
 * Kills process after process, at a random moment while it initiates and cancels on one SQLite file, and has the next
 * one, which opens the file as after any crash, tell what is there of those before. Each process works for Identities of
 * its own, for all of them at once. Throws at the first difference: every answered call must be there as it was answered,
 * and of each Identity at most one more call, the one that the process was killed in.
 */
export class KillSeries {
    public kills = 0;
    public answeredCalls = 0;
    private readonly unreported = new Map<string, IdentityDeletionProcessDTO[]>();
    private readonly reported = new Map<string, IdentityDeletionProcessDTO[]>();

    public constructor(
        private readonly programs: ChildPrograms,
        private readonly file: string,
        /** How many Identities a process works for at once. */
        private readonly callers = 1
    ) {}

    public async kill(times: number): Promise<void> {
        for (let time = 0; time < times; time++) await this.killOne(`victim-${this.kills}`);
    }

    /** Last processes report what is unreported, and, once more, everything that any process has reported before. */
    public async conclude(): Promise<void> {
        const addresses = [...this.reported.keys(), ...this.unreported.keys()];
        for (let first = 0; first < addresses.length; first += maxAddressesToReport) {
            const last = this.start(addresses.slice(first, first + maxAddressesToReport));
            await this.read(last, () => undefined);
            if (last.exitCode !== 0) throw new Error(`A last process ended with ${last.exitCode ?? last.signalCode}.`);
        }
        if (this.unreported.size > 0) throw new Error("The last processes did not report everything.");
    }

    private async killOne(name: string): Promise<void> {
        const addresses = Array.from({ length: this.callers }, (_, number) => `${name}-${number}`);
        const victim = this.start([...this.unreported.keys()], addresses);
        const kill = () => victim.kill("SIGKILL");
        if (Math.random() < 0.25) setTimeout(kill, Math.random() * maxLifeFromStartInMs);

        for (const address of addresses) this.unreported.set(address, []);
        const before = this.answeredCalls;
        await this.read(victim, (address, answer) => {
            this.unreported.get(address)!.push(answer);
            if (++this.answeredCalls === before + 1) setTimeout(kill, Math.random() * maxLifeAtWorkInMs);
        });

        if (victim.signalCode !== "SIGKILL") throw new Error(`${name} ended by itself with ${victim.exitCode}.`);
        this.kills++;
    }

    private start(toReport: string[], addresses: string[] = []): ChildProcess {
        return spawn(
            process.execPath,
            [this.programs.fileOf("victimProcess"), this.file, toReport.join(","), addresses.join(",")],
            { env: this.programs.environment, stdio: ["ignore", "pipe", "inherit"] }
        );
    }

    /** Until the process has ended and all that it printed has been read. */
    private async read(
        victim: ChildProcess,
        onAnswer: (address: string, answer: IdentityDeletionProcessDTO) => void
    ): Promise<void> {
        const closed = once(victim, "close");
        for await (const text of createInterface({ input: victim.stdout! })) {
            const line = JSON.parse(text) as Line;
            if ("found" in line) this.compare(line.of, line.found);
            else onAnswer(line.of, line.answered);
        }
        await closed;
    }

    private compare(address: string, found: IdentityDeletionProcessDTO[]): void {
        const answered = this.unreported.get(address);
        if (answered === undefined) return requireSame(address, found, this.reported.get(address)!);

        const expected = [...new Map(answered.map((process) => [process.id, process])).values()];
        const oneMoreCall = callsBehind(found) - callsBehind(expected);
        const sameButTheLast = oneMoreCall === 1 ? withoutLastCall(found, expected) : found;
        requireSame(address, sameButTheLast, expected);
        this.unreported.delete(address);
        this.reported.set(address, found);
    }
}

/** Each process stands for an initiate, and each cancelled one for a cancel. */
function callsBehind(processes: IdentityDeletionProcessDTO[]): number {
    return processes.length + processes.filter(({ status }) => status === "Cancelled").length;
}

/** What there was before the call that nobody was answered: one process less, or the last one not cancelled. */
function withoutLastCall(
    found: IdentityDeletionProcessDTO[],
    expected: IdentityDeletionProcessDTO[]
): IdentityDeletionProcessDTO[] {
    if (found.length > expected.length) return found.slice(0, -1);
    const { cancelledAt, cancelledByDevice, ...last } = found[found.length - 1];
    return [...found.slice(0, -1), { ...last, status: "Active" }];
}

function requireSame(address: string, found: unknown, expected: unknown): void {
    const [is, shouldBe] = [JSON.stringify(found), JSON.stringify(expected)];
    if (is !== shouldBe) throw new Error(`After the kill ${address} has ${is} and was answered ${shouldBe}.`);
}
