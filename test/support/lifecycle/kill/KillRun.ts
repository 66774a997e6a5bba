import { spawn } from "node:child_process";
import { once } from "node:events";
import {
    IdentityDeletionModule,
    type IdentityContext,
    type LifecycleOf,
    type LifecycleOption,
    type PersistencePort,
    type StoredRecord
} from "../../../../src";
import { requireReadable } from "../../../../src/ports/unreadableRecords";
import { Lifecycle } from "../../../../src/lifecycle";
import { FixedClock } from "../../../../src/testing/FixedClock";
import { alice, bob } from "../../fixtures";
import {
    dependencies,
    doneOf,
    DurableLog,
    leaseInMs,
    loggingHost,
    openStore,
    pseudonymKey,
    type LogLine
} from "./KillWorld";
import { jsonOf } from "../../../../src/domain/record/StoredRecord";

const identities: readonly IdentityContext[] = [alice, bob];
const earlierProcesses = 2;
/** A database server goes on with what a worker has sent before it was killed: the claim of a dead one may still come. */
const maxTurns = 3;
/** Not their first letters alone: random ids may hold these. */
const namesOfPersons = ["did:e:", ...identities.map(({ deviceId }) => deviceId)];

export interface KillOptions {
    /** `killVictim.ts`, compiled. */
    readonly victim: string;
    readonly environment: NodeJS.ProcessEnv;
    /** A path or a connection string, of a store that is empty. */
    readonly store: string;
    readonly logFile: string;
    /** The points at which one worker after the other is killed. */
    readonly killAt: readonly number[];
    /** What the last worker, the one that lives, has for a store: for a test of this test. */
    readonly last?: (port: PersistencePort) => PersistencePort;
}

interface Victim {
    /** Where it was killed; undefined: it lived. */
    readonly killedAt: string | undefined;
    readonly points: number;
}

/**
 * The deletion of two Identities side by side, by workers that are killed one after the other, and at last by one that
 * lives. Throws where it does not complete, or where more is repeated than what was running at a kill.
 */
export class KillRun {
    public readonly killedAt: string[] = [];
    /** How many points a worker passes that is not killed. */
    public points = 0;

    private readonly clock = new FixedClock();
    private readonly log: DurableLog;
    private readonly processIds: string[] = [];

    public constructor(private readonly options: KillOptions) {
        this.log = new DurableLog(options.logFile, this.last);
    }

    public async check(): Promise<void> {
        await this.prepare();
        const doneBefore: ReadonlyMap<string, readonly string[]>[] = [];
        for (const [worker, killAt] of this.options.killAt.entries()) {
            doneBefore.push(await this.done());
            const { killedAt, points } = await this.runVictim(worker, killAt);
            if (killedAt === undefined) this.points = points;
            else this.killedAt.push(killedAt);
            // Until then, what the killed worker had in hand is its own.
            this.clock.advance({ milliseconds: leaseInMs });
        }
        doneBefore.push(await this.done());
        await this.runTheLast();
        this.checkLog(doneBefore);
    }

    private get last(): number {
        return this.options.killAt.length;
    }

    private async prepare(): Promise<void> {
        const module = await this.module(undefined);
        for (const identity of identities) {
            const { identityDeletionProcesses } = module.forIdentity(identity);
            for (let earlier = 0; earlier < earlierProcesses; earlier++) {
                await identityDeletionProcesses.initiateIdentityDeletionProcess();
                await identityDeletionProcesses.cancelIdentityDeletionProcess();
            }
            const { value } = await identityDeletionProcesses.initiateIdentityDeletionProcess();
            this.processIds.push(value.id);
        }
        await module.close();
        this.clock.advance({ days: 14 });
    }

    private async module<Given extends LifecycleOption>(
        lifecycle: Given
    ): Promise<IdentityDeletionModule<LifecycleOf<Given>>> {
        const { clock } = this;
        const { store, last = (port) => port } = this.options;
        const persistence = lifecycle === "elsewhere" ? openStore(store) : last(openStore(store));
        return await IdentityDeletionModule.create({
            persistence,
            pseudonymKey,
            lifecycle,
            clock
        });
    }

    private async runVictim(worker: number, killAt: number): Promise<Victim> {
        const { victim, environment, store, logFile } = this.options;
        const now = this.clock.now().toISO()!;
        const child = spawn(process.execPath, [victim, store, logFile, String(worker), now, String(killAt)], {
            env: environment,
            stdio: ["ignore", "pipe", "inherit"]
        });
        let said = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
        const [code, signal] = (await once(child, "close")) as [number | null, string | null];
        if (signal === "SIGKILL") {
            const last = this.log.lines().at(-1);
            if (last?.is !== "killed") throw new Error(`Worker ${worker} was killed by somebody else.`);
            return { killedAt: last.what, points: 0 };
        }
        if (code !== 0) throw new Error(`Worker ${worker} ended with ${code ?? signal}.`);
        return { killedAt: undefined, points: Number(said) };
    }

    private async runTheLast(): Promise<void> {
        const module = await this.module(Lifecycle.configure({ ...loggingHost(this.log), leaseInMs }));
        const { lifecycle } = module;
        try {
            for (let turns = 0; turns < maxTurns && (await lifecycle.status()).nextDueAt !== undefined; turns++) {
                await lifecycle.runDue();
                this.clock.advance({ milliseconds: leaseInMs });
            }
            for (const [index, identity] of identities.entries()) {
                const all = await module.forIdentity(identity).identityDeletionProcesses.getIdentityDeletionProcesses();
                requireSame("the Identity's processes", all.value, [{ id: this.processIds[index], status: "Deleted" }]);
            }
        } finally {
            await module.close();
        }
        const records = (await this.records()).filter(({ data }) => jsonOf(data).process !== undefined);
        requireSame("the number of records", records.length, identities.length);
        const text = JSON.stringify(records);
        if (namesOfPersons.some((name) => text.includes(name))) throw new Error(`What is left names somebody: ${text}`);
    }

    /** Of each process, the deleters whose checkpoint is in the store. */
    private async done(): Promise<Map<string, readonly string[]>> {
        const records = await this.records();
        return new Map(
            this.processIds.map((id) => {
                const record = records.find(({ lookup }) => lookup.endsWith(`#${id}`))!;
                const isBuried = (jsonOf(record.data).process as { status?: string }).status === "Deleted";
                return [id, isBuried ? Object.keys(dependencies) : doneOf(jsonOf(record.data))];
            })
        );
    }

    private async records(): Promise<StoredRecord[]> {
        const persistence: PersistencePort = openStore(this.options.store);
        await persistence.open();
        try {
            return requireReadable(await persistence.scan(undefined, 1_000));
        } finally {
            await persistence.close();
        }
    }

    private checkLog(doneBefore: readonly ReadonlyMap<string, readonly string[]>[]): void {
        const lines = this.log.lines();
        for (const processId of this.processIds) {
            const own = lines.filter((line) => line.processId === processId);
            for (const name of [...Object.keys(dependencies), "notice"]) {
                const isDone = own.some(({ is, what }) => is === "done" && what === name);
                if (!isDone) throw new Error(`${name} was never done.`);
            }
            for (const [worker, done] of doneBefore.entries()) checkWorker(own, worker, done.get(processId)!);
        }
    }
}

/** A worker begins nothing that has a checkpoint, nothing twice, and again only what was running when the one before was killed. */
function checkWorker(lines: readonly LogLine[], worker: number, done: readonly string[]): void {
    const begun = (of: (number: number) => boolean): string[] =>
        lines.filter(({ is, worker: number }) => is === "begun" && of(number)).map(({ what }) => what);
    const now = begun((number) => number === worker);
    const before = begun((number) => number < worker);
    const tooMuch = now.filter((name, index) => done.includes(name) || now.indexOf(name) !== index);
    requireSame(`what worker ${worker} should not have begun`, tooMuch, []);
    const again = now.filter((name) => before.includes(name));
    const wasRunning = before.slice(-1);
    const isAllowed = again.every((name) => wasRunning.includes(name));
    if (!isAllowed)
        throw new Error(`Worker ${worker} repeats ${again.join()}, and what was running was ${wasRunning.join()}.`);
}

function requireSame(what: string, is: unknown, shouldBe: unknown): void {
    const [one, other] = [JSON.stringify(is), JSON.stringify(shouldBe)];
    if (one !== other) throw new Error(`${what}: ${one} and not ${other}.`);
}
