import { IdentityDeletionModule, PersistenceError, type PersistencePort } from "../../../../src";
import { Lifecycle } from "../../../../src/lifecycle";
import { FixedClock } from "../../../../src/testing/FixedClock";
import { openStore, pseudonymKey } from "../kill/KillWorld";
import { failsAlways, type Moments, type RaceAnswer, type RaceCommand } from "./raceRules";

/**
 * One of several processes on one store. Its worker's clock stands at the end of the grace period, the clock by which it
 * cancels a millisecond before. Arguments: the store, its number, how many there are, the two moments.
 */
async function main([store, ownNumber, count, justBefore, end]: string[]): Promise<void> {
    const moments: Moments = { justBefore, end };
    let collisions = 0;
    const persistence = (): PersistencePort => countingStale(openStore(store), () => collisions++);
    const configured = Lifecycle.configure({
        deleters: [{ name: "files", deleteIdentityData: async () => await Promise.reject(new Error(failsAlways)) }],
        notifier: "none"
    });
    const worker = await IdentityDeletionModule.create({
        persistence: persistence(),
        pseudonymKey,
        lifecycle: configured,
        clock: new FixedClock(moments.end)
    });
    const { lifecycle } = worker;
    const canceller = await IdentityDeletionModule.create({
        persistence: persistence(),
        pseudonymKey,
        lifecycle: "elsewhere",
        clock: new FixedClock(moments.justBefore)
    });

    const cancel = async (address: string): Promise<string> => {
        const { identityDeletionProcesses } = canceller.forIdentity({ address, deviceId: "DVCchangestheirmind1" });
        const { isSuccess, error } = await identityDeletionProcesses.cancelIdentityDeletionProcess();
        return isSuccess ? "ok" : error.code;
    };
    const race = async ({ addresses, names, firstCanceller, at }: RaceCommand): Promise<RaceAnswer> => {
        collisions = 0;
        const isCanceller = (index: number): boolean => (firstCanceller + index) % Number(count) === Number(ownNumber);
        await moment(at);
        const [cancelled, claims] = await Promise.all([
            Promise.all(addresses.map(async (address, index) => (isCanceller(index) ? await cancel(address) : null))),
            Promise.all(names.map(async (name) => (await lifecycle.run([name])).claimed))
        ]);
        return { cancelled, claims, collisions };
    };
    process.on("message", (command: RaceCommand | "end") => {
        void (async () => {
            if (command !== "end") return process.send!(await race(command));
            await Promise.all([worker.close(), canceller.close()]);
            process.disconnect();
        })();
    });
    process.send!("ready");
}

function countingStale(port: PersistencePort, onStale: () => void): PersistencePort {
    const update: PersistencePort["update"] = async (...given) => {
        try {
            await port.update(...given);
        } catch (error) {
            if (PersistenceError.kindOf(error) === "staleRevision") onStale();
            throw error;
        }
    };
    return new Proxy(port, {
        get: (target, name) => {
            const value: unknown = name === "update" ? update : Reflect.get(target, name, target);
            return typeof value === "function" ? (value.bind(target) as unknown) : value;
        }
    });
}

/** The last stretch is spun through: timers of several processes are milliseconds apart. */
async function moment(at: number): Promise<void> {
    const spinInMs = 2;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now() - spinInMs)));
    while (Date.now() < at);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
