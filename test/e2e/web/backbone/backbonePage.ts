import { IdentityDeletionModule, type PersistencePort } from "../../../../src";
import { IndexedDbPersistence } from "../../../../src/adapters/indexeddb";
import { globalFetch } from "../../../../src/backbone/client/Fetch";
import { PersistenceError } from "../../../../src/ports/PersistenceError";
import { FixedClock } from "../../../../src/testing";
import { connectTo } from "../../../support/backbone/BackboneWorld";
import { deathAt, dyingFetch, dyingPersistence } from "../../../support/backbone/dying";
import { runCommand, type CommandName } from "../../../support/backbone/FaultRun";
import { alice } from "../../../support/fixtures";

declare function died(): void;

type PortMethod = Exclude<keyof PersistencePort, "isDurable">;

interface Command {
    readonly name: CommandName;
    readonly url: string;
    readonly deathAtPoint: number;
    readonly now: string;
}

let opened: Promise<PersistencePort> | undefined;

async function store(): Promise<PersistencePort> {
    opened ??= (async () => {
        const port = IndexedDbPersistence.open();
        await port.open();
        return port;
    })();
    return await opened;
}

const backbonePage = {
    /** Runs a command as the page of a host does; from the given point on nothing goes on in it. */
    async run({ name, url, deathAtPoint, now }: Command): Promise<string> {
        const point = deathAt(deathAtPoint, () => died());
        const authority = connectTo({ url, allowUnencrypted: true, fetch: dyingFetch(globalFetch, point) });
        const persistence = dyingPersistence(IndexedDbPersistence.open(), point);
        const module = await IdentityDeletionModule.create({ persistence, authority, clock: new FixedClock(now) });
        const result = await runCommand(module.forIdentity(alice), name);
        await module.close();
        return result.isSuccess ? `ok ${result.value?.id ?? "none"}` : result.error.code;
    },

    /** The store, for a test that works with it from outside. */
    async port(method: PortMethod, given: unknown[]): Promise<{ value?: unknown; kind?: string; message?: string }> {
        try {
            const port = await store();
            return { value: await (port[method] as (...given: unknown[]) => Promise<unknown>)(...given) };
        } catch (error) {
            return { kind: PersistenceError.kindOf(error) ?? "unavailable", message: (error as Error).message };
        }
    }
};

export type BackbonePage = typeof backbonePage;

(globalThis as unknown as { backbonePage: BackbonePage }).backbonePage = backbonePage;
