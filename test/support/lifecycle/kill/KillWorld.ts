import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import type { JsonObject, PersistencePort, StoredRecord } from "../../../../src";
import { PostgresPersistence } from "../../../../src/adapters/postgres";
import { SqlitePersistence } from "../../../../src/adapters/sqlite";
import type { Deleter, LifecycleOptions } from "../../../../src/lifecycle";
import { PseudonymKey } from "../../../../src/pseudonymization";
import { jsonOf } from "../../../../src/domain/record/StoredRecord";

/** What the process that is killed and the one that looks at what is left have in common. */

export const leaseInMs = 60_000;
export const pseudonymKey = PseudonymKey.of(Uint8Array.from({ length: 32 }, (_, index) => 255 - index));

export const dependencies: Readonly<Record<string, readonly string[]>> = {
    files: [],
    rows: ["files"],
    index: [],
    backups: ["rows", "index"]
};

/** Told of each point at which the process may be killed, by its name. */
export type Point = (name: string) => void;

/** `what` is a deleter's name or a key of the notifier's. `worker` is the number of the process that wrote the line. */
export interface LogLine {
    readonly worker: number;
    readonly processId: string;
    readonly is: "begun" | "done" | "killed";
    readonly what: string;
}

/** On disk when `add` returns, whatever happens then. */
export class DurableLog {
    public constructor(
        private readonly path: string,
        private readonly worker: number
    ) {}

    public add(line: Omit<LogLine, "worker">): void {
        const file = openSync(this.path, "a");
        writeSync(file, `${JSON.stringify({ ...line, worker: this.worker })}\n`);
        fsyncSync(file);
        closeSync(file);
    }

    public lines(): LogLine[] {
        const texts = readFileSync(this.path, "utf8").split("\n");
        return texts.filter((text) => text !== "").map((text) => JSON.parse(text) as LogLine);
    }
}

export function openStore(path: string): PersistencePort {
    return path.startsWith("postgresql:") ? PostgresPersistence.open(path) : SqlitePersistence.open(path);
}

/** Deleters and a notifier that write down when they begin and when they are done. */
export function loggingHost(
    log: DurableLog,
    point: Point = () => undefined
): Pick<LifecycleOptions, "deleters" | "notifier"> {
    const work = async (what: string, processId: string): Promise<void> => {
        point(`before ${what} begins`);
        log.add({ processId, is: "begun", what });
        point(`while ${what} runs`);
        // Others come in between.
        await new Promise((resolve) => setImmediate(resolve));
        log.add({ processId, is: "done", what });
        point(`after ${what} is done`);
    };
    const deleters = Object.entries(dependencies).map(([name, dependsOn]): Deleter => ({
        name,
        dependsOn,
        deleteIdentityData: async (_address, { processId }) => await work(name, processId)
    }));
    const notifier = {
        remind: async () => {
            throw new Error("Nobody is to be reminded any more.");
        },
        notifyOfDeletion: async ({ processId }: { processId: string }) => await work("notice", processId)
    };
    return { deleters, notifier };
}

/** The store with a point before and after each write, named by what the write is for. */
export function withPoints(port: PersistencePort, point: Point): PersistencePort {
    return new Proxy(port, {
        get(target, name) {
            const value: unknown = Reflect.get(target, name, target);
            if (typeof value !== "function") return value;
            const method = value.bind(target) as (...given: unknown[]) => Promise<unknown>;
            if (name !== "update" && name !== "delete") return method;
            return async (...given: unknown[]) => {
                const write = name === "delete" ? "removal" : nameOf(given[0] as StoredRecord);
                point(`before ${write}`);
                const answer = await method(...given);
                point(`after ${write}`);
                return answer;
            };
        }
    });
}

function nameOf({ data }: StoredRecord): string {
    if ((jsonOf(data).process as JsonObject).status === "Deleted") return "tombstone";
    const done = doneOf(jsonOf(data));
    return done.length === 0 ? "claim" : `checkpoint ${done.at(-1)}`;
}

export function doneOf({ lifecycle }: JsonObject): string[] {
    return ((lifecycle as JsonObject | undefined)?.done ?? []) as string[];
}
