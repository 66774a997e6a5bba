import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { ErrorCode, IdentityDeletionModule } from "../../../../src";
import { Lifecycle } from "../../../../src/lifecycle";
import { positionOf } from "../../../../src/lifecycle/queue/duePositions";
import { FixedClock } from "../../../../src/testing/FixedClock";
import { openStore, pseudonymKey } from "../kill/KillWorld";
import type { RaceAnswer, RaceCommand } from "./raceRules";

/** Long enough for a command to be with every process before the instant comes. */
const headStartInMs = 20;
const racesAtATime = 20;
const start = "2026-11-23T10:00:00.000Z";
const justBefore = "2026-12-07T09:59:59.999Z";
const end = "2026-12-07T10:00:00.000Z";
const afterwards = "2026-12-08T10:00:00.000Z";

export interface RaceOptions {
    /** `raceProcess.ts`, compiled. */
    readonly program: string;
    readonly environment: NodeJS.ProcessEnv;
    /** A path or a connection string, of a store that is empty. */
    readonly store: string;
    readonly races: number;
    readonly processes: number;
    readonly onRaces?: (races: number) => void;
}

export interface RaceReport {
    readonly races: number;
    readonly cancelled: number;
    readonly claimed: number;
    /** How often a write met a record that another process had written since it was read. */
    readonly collisions: number;
}

/**
 * A person cancels in the last millisecond, while several workers, for whom the end has come, claim the deletion. Throws
 * where not exactly one of them wins, or the loser is told anything else, or where afterwards somebody is deleted who has
 * cancelled, or not deleted who has not.
 */
export async function raceForTheEnd(options: RaceOptions): Promise<RaceReport> {
    const { store, races, processes: count, program, environment } = options;
    const people = Array.from(
        { length: races },
        (_, number) => `did:e:example.org:dids:${String(number).padStart(22, "0")}`
    );
    const names = await initiate(store, people);
    const processes = Array.from({ length: count }, (_, number) =>
        fork(program, [store, String(number), String(count), justBefore, end], { env: environment, execArgv: [] })
    );
    const claimed = new Set<string>();
    let collisions = 0;
    try {
        await Promise.all(processes.map(async (child) => await answerOf(child)));
        for (let from = 0; from < races; from += racesAtATime) {
            const addresses = people.slice(from, from + racesAtATime);
            const firstCanceller = (from / racesAtATime) % count;
            const at = Date.now() + headStartInMs;
            const command = { addresses, names: names.slice(from, from + racesAtATime), firstCanceller, at };
            const answers = await Promise.all(processes.map(async (child) => await tell(child, command)));
            for (const [index, address] of addresses.entries()) {
                if (claimHasWon(address, index, answers)) claimed.add(address);
            }
            collisions += answers.reduce((sum, answer) => sum + answer.collisions, 0);
            options.onRaces?.(from + addresses.length);
        }
    } finally {
        await Promise.all(processes.map(async (child) => await endOf(child)));
    }
    await deleteTheClaimed(store, people, claimed);
    return { races, cancelled: races - claimed.size, claimed: claimed.size, collisions };
}

/** Exactly one wins, and the loser is told which. */
function claimHasWon(address: string, index: number, answers: readonly RaceAnswer[]): boolean {
    const claims = answers.reduce((sum, answer) => sum + answer.claims[index], 0);
    const said = answers.map(({ cancelled }) => cancelled[index]).filter((code) => code !== null);
    const cancelHasWon = said.length === 1 && said[0] === "ok" && claims === 0;
    const claimWon = said.length === 1 && said[0] === ErrorCode.gracePeriodHasExpired && claims === 1;
    if (cancelHasWon || claimWon) return claimWon;
    throw new Error(`${address}: ${claims} claims have won, and the cancellation was told ${said.join()}.`);
}

/** Gives the names by which the lifecycle knows them. */
async function initiate(store: string, people: readonly string[]): Promise<string[]> {
    const clock = new FixedClock(start);
    const module = await IdentityDeletionModule.create({
        persistence: openStore(store),
        pseudonymKey,
        lifecycle: "elsewhere",
        clock
    });
    const reader = openStore(store);
    await reader.open();
    const names: string[] = [];
    for (let from = 0; from < people.length; from += 100) {
        const some = people.slice(from, from + 100).map(async (address) => {
            const { identityDeletionProcesses } = module.forIdentity({ address, deviceId: "DVCraces000000000001" });
            const { value } = await identityDeletionProcesses.initiateIdentityDeletionProcess();
            const record = await reader.findByLookup(`${pseudonymKey.identityKeyOf(address)}#${value.id}`);
            return positionOf(record!);
        });
        names.push(...(await Promise.all(some)));
    }
    await reader.close();
    await module.close();
    return names;
}

/** When the races are over, a deleter that works has exactly those to delete whose claim has won. */
async function deleteTheClaimed(store: string, people: readonly string[], claimed: ReadonlySet<string>): Promise<void> {
    const deleted = new Set<string>();
    const configured = Lifecycle.configure({
        deleters: [{ name: "files", deleteIdentityData: async (address) => void deleted.add(address) }],
        notifier: "none",
        concurrency: 16
    });
    const clock = new FixedClock(afterwards);
    const module = await IdentityDeletionModule.create({
        persistence: openStore(store),
        pseudonymKey,
        lifecycle: configured,
        clock
    });
    const { lifecycle } = module;
    try {
        while ((await lifecycle.runDue(undefined, 1_000)).found > 0);
    } finally {
        await module.close();
    }
    const wrong = people.filter((address) => claimed.has(address) !== deleted.has(address));
    if (wrong.length > 0) throw new Error(`Deleted, or not deleted, against what was decided: ${wrong.join()}`);
}

async function tell(child: ChildProcess, command: RaceCommand): Promise<RaceAnswer> {
    const answer = answerOf(child);
    child.send(command);
    return (await answer) as RaceAnswer;
}

async function answerOf(child: ChildProcess): Promise<unknown> {
    return await new Promise((resolve, reject) => {
        const died = (code: number | null): void => reject(new Error(`A process of the race ended with code ${code}.`));
        child.once("exit", died);
        child.once("message", (answer) => {
            child.off("exit", died);
            resolve(answer);
        });
    });
}

async function endOf(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.send("end");
    await exit;
}
