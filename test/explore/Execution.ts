import { DateTime } from "luxon";
import { IdentityDeletionModule, PersistenceError, type PersistencePort, type StoredRecord } from "../../src";
import { InMemoryPersistence } from "../../src/adapters/memory";
import { BackboneAuthority } from "../../src/backbone";
import { readRecord } from "../../src/domain/record/codec";
import type { ProcessRecord } from "../../src/domain/record/ProcessRecord";
import { Lifecycle } from "../../src/lifecycle";
import { requireReadable } from "../../src/ports/unreadableRecords";
import { alice, alicesTablet } from "../support/fixtures";
import { History } from "./History";
import { fetchFrom, ModelBackbone } from "./ModelBackbone";
import { Scheduler } from "./Scheduler";
import type { ActorScript, Call, ClockMove, World } from "./World";

const start = Date.parse("2026-11-23T10:00:00.000Z");
const hourInMs = 3_600_000;
const dayInMs = 24 * hourInMs;
const moves: Record<ClockMove, number> = { end: 14 * dayInMs + hourInMs, lease: hourInMs, month: 32 * dayInMs };

/** The form of a pseudonym, without the cost of a real one. */
const pseudonyms = { id: "0000000000000000", identityKeyOf: (): string => "a".repeat(64) };

interface Actor {
    readonly script: ActorScript;
    /** Which of its calls it makes. */
    call: number;
    /** What it has seen since the call began: with the call, this says where it is. */
    seen: unknown[];
    /** Made anew after each crash. */
    host: Promise<Host> | undefined;
}

interface Host {
    readonly module: IdentityDeletionModule;
    readonly lifecycle: Lifecycle | undefined;
}

/** One run of a world, from its beginning. The same choices lead to the same state. */
export class Execution {
    public readonly scheduler = new Scheduler();
    public readonly history = new History();
    public readonly backbone = new ModelBackbone(() => this.now);
    public faults = 0;
    private now = start;
    private clockMoves = 0;
    private isFree = true;
    private readonly stores = new Map<string, InMemoryPersistence>();
    private readonly actors = new Map<string, Actor>();
    /** Ids in the order in which they appeared, so that two runs give the same names to the same things. */
    private readonly names = new Map<string, string>();

    private constructor(public readonly world: World) {}

    public static async of(world: World): Promise<Execution> {
        const execution = new Execution(world);
        drawTheSameEachTime();
        await execution.begin();
        return execution;
    }

    private async begin(): Promise<void> {
        for (const { authority, call } of this.world.before ?? []) {
            await this.freely({ authority, calls: [call] }, call);
        }
        this.backbone.isGone = this.world.isGone === true;
        this.isFree = false;
        for (const [name, script] of Object.entries(this.world.actors)) {
            this.actors.set(name, { script, call: 0, seen: [], host: undefined });
            this.scheduler.start(() => this.run(name));
        }
        if (this.world.clock.length > 0) this.scheduler.start(() => this.moveClock());
        await this.scheduler.idle();
    }

    /** Runs one call without any interruption, as another program of the same person or host. */
    public async freely(script: ActorScript, call: Call): Promise<string> {
        const wasFree = this.isFree;
        this.isFree = true;
        const answer = await this.callOf("recovery", script, call);
        this.isFree = wasFree;
        return answer;
    }

    public advance(milliseconds: number): void {
        this.now += milliseconds;
    }

    public get moment(): number {
        return this.now;
    }

    public async records(store = "shared"): Promise<ProcessRecord[]> {
        return (await this.stored(store)).map(readRecord);
    }

    public get storeNames(): string[] {
        return [...this.stores.keys()];
    }

    /** Everything that decides about what comes next, and what was promised so far, with the ids by their order. */
    public async canonical(): Promise<string> {
        const parts: unknown[] = [this.faults, this.clockMoves, this.backbone.isDeleted, this.backbone.processes];
        for (const name of this.stores.keys()) parts.push(await this.stored(name));
        for (const [name, { call, seen }] of this.actors) parts.push(name, call, seen);
        for (const { actor, label, detail } of this.scheduler.gates) parts.push(actor, label, detail);
        parts.push(this.history.facts());
        return this.renamed(JSON.stringify(parts));
    }

    private renamed(text: string): string {
        return text.replace(/IDP[A-Za-z0-9]{17}|"[0-9A-Za-z]{26}"/g, (id) => {
            let name = this.names.get(id);
            if (name === undefined) this.names.set(id, (name = `"#${this.names.size}"`));
            return name;
        });
    }

    private async stored(name: string): Promise<StoredRecord[]> {
        const records = requireReadable(await this.storeOf(name).scan(undefined, 100));
        const order = ({ createdAt, lookup }: StoredRecord): string => `${createdAt}${this.renamed(lookup)}`;
        return records.filter(({ key }) => key !== "!store").sort((one, other) => (order(one) < order(other) ? -1 : 1));
    }

    private async moveClock(): Promise<void> {
        for (const move of this.world.clock) {
            await this.scheduler.gate({ actor: "clock", label: move, choices: ["go"] });
            this.now += moves[move];
            this.clockMoves++;
        }
    }

    private async run(name: string): Promise<void> {
        const actor = this.actors.get(name)!;
        for (; actor.call < actor.script.calls.length; actor.call++) {
            actor.seen = [];
            await this.callOf(name, actor.script, actor.script.calls[actor.call]);
        }
        actor.seen = [];
    }

    private async callOf(name: string, script: ActorScript, call: Call): Promise<string> {
        const actor = this.actors.get(name);
        const hosting = actor?.host ?? this.host(name, script);
        if (actor !== undefined) actor.host = hosting;
        const { module, lifecycle } = await hosting;
        const scope = module.forIdentity(name === "phone" || name === "recovery" ? alice : alicesTablet);
        const facade = scope.identityDeletionProcesses;
        if (call === "runDue") {
            const summary = await lifecycle!.runDue().catch((error: unknown) => ({ error: String(error) }));
            return JSON.stringify(summary);
        }
        const knownOpen = await this.knownOpen(script);
        const result = await {
            initiate: () => facade.initiateIdentityDeletionProcess(),
            cancel: () => facade.cancelIdentityDeletionProcess(),
            getActive: () => facade.getActiveIdentityDeletionProcess(),
            synchronize: () => scope.backbone!.synchronize(),
            close: () => scope.decideOpenProcess("close"),
            takeOver: () => scope.decideOpenProcess("takeOver")
        }[call]();
        const code = result.isError ? result.error.code : "ok";
        this.history.answered(call, code, result.isError ? undefined : result.value, this, knownOpen);
        return code;
    }

    /** The Backbone's open process, where this store was told of it and nothing is unsettled. */
    private async knownOpen({ authority, store }: ActorScript): Promise<string | undefined> {
        const { open, isOver } = this.backbone;
        if (authority !== "backbone" || open === undefined || isOver) return undefined;
        const records = await this.records(store);
        const isKnown = records.some(({ process }) => process?.id === open.id);
        return isKnown && !records.some(({ isUnsettled }) => isUnsettled) ? open.id : undefined;
    }

    private async host(name: string, script: ActorScript): Promise<Host> {
        const lifecycle = script.calls.includes("runDue") ? this.lifecycleOf(name, script) : undefined;
        const module = await IdentityDeletionModule.create({
            persistence: this.portOf(name, script.store ?? "shared"),
            clock: { now: () => DateTime.fromMillis(this.now, { zone: "utc" }) },
            lifecycle: lifecycle ?? "elsewhere",
            pseudonymKey: pseudonyms,
            eventBus: {
                publish: (event: unknown) => this.history.heard(script.store ?? "shared", event)
            },
            ...(script.authority === "backbone" ? { authority: this.authorityOf(name) } : {})
        });
        return { module, lifecycle };
    }

    private lifecycleOf(name: string, script: ActorScript): Lifecycle {
        return Lifecycle.create({
            deleters: [
                {
                    name: "data",
                    deleteIdentityData: async () => {
                        this.history.deleterBegins(this.now, await this.records(script.store));
                        if ((await this.gate(name, "delete", ["go", "fails"])) === "fails") throw new Error("fails");
                    }
                }
            ],
            notifier: "none",
            remindersInDaysBeforeEnd: [],
            leaseInMs: hourInMs / 2,
            deadlineInMs: hourInMs / 4,
            retry: { firstPauseInMs: 1000, longestPauseInMs: 1000, attempts: 50 },
            worker: name,
            timer: { after: () => () => undefined },
            random: () => 0
        });
    }

    private authorityOf(name: string): BackboneAuthority {
        const device = name === "phone" || name === "recovery" ? alice.deviceId : alicesTablet.deviceId;
        return BackboneAuthority.connect({
            url: "https://backbone.example",
            clientId: "client",
            clientSecret: "secret",
            credentialsOf: async () => await Promise.resolve({ username: "USRa", password: "p" }),
            waitForOthersInMs: 0,
            retry: { attempts: 1, firstDelayInMs: 0, maxDelayInMs: 0 },
            fetch: fetchFrom(async (method, path) => {
                const lost = (): Error => new TypeError("fetch failed");
                if (this.backbone.isGone) throw lost();
                // Who logs in changes nothing.
                const isQuiet = path === "/connect/token" || path.includes("IsDeleted");
                const isList = method === "GET" && path.endsWith("DeletionProcesses");
                const choices = isList ? ["go", "lost", "short"] : ["go", "lost", "answer lost"];
                const choice = isQuiet ? "go" : await this.gate(name, `${method} ${path.slice(40)}`, choices);
                if (choice === "lost") throw lost();
                const answer = this.backbone.answer(method, path, device, { isShort: choice === "short" });
                // A copy: what is in it must not change afterwards.
                const copy = JSON.parse(JSON.stringify(answer)) as typeof answer;
                if (choice === "answer lost") throw lost();
                this.see(name, isQuiet ? "" : copy);
                return copy;
            })
        });
    }

    private portOf(name: string, storeName: string): PersistencePort {
        const store = this.storeOf(storeName);
        const read =
            <Args extends unknown[], Value>(label: string, method: (...args: Args) => Promise<Value>) =>
            async (...args: Args): Promise<Value> => {
                await this.gate(name, label, ["go"]);
                const value = await method.apply(store, args);
                this.see(name, value ?? "none");
                return value;
            };
        const write =
            <Args extends unknown[]>(label: string, method: (...args: Args) => Promise<void>) =>
            async (...args: Args): Promise<void> => {
                const choice = await this.gate(name, label, ["go", "answer lost", "crash"], args);
                try {
                    await method.apply(store, args);
                } catch (error) {
                    this.see(name, PersistenceError.kindOf(error));
                    throw error;
                }
                this.history.written(name, label, args, this.now);
                this.see(name, "written");
                if (choice === "answer lost") {
                    this.history.isEventLost = true;
                    throw new PersistenceError("unavailable", "The answer was lost.");
                }
                if (choice === "crash") await this.crash(name);
            };
        const quietly =
            <Args extends unknown[], Value>(method: (...args: Args) => Promise<Value>) =>
            async (...args: Args): Promise<Value> =>
                await method.apply(store, args);
        return {
            isDurable: true,
            open: async () => await Promise.resolve(),
            close: async () => await Promise.resolve(),
            insert: (record) =>
                record.key === "!store" ? store.insert(record) : write("insert", store.insert)(record),
            update: write("update", store.update),
            delete: write("delete", store.delete),
            findCurrent: read("findCurrent", store.findCurrent),
            findByLookup: (lookup) =>
                lookup.startsWith("!") ? quietly(store.findByLookup)(lookup) : read("find", store.findByLookup)(lookup),
            list: read("list", store.list),
            findDue: read("findDue", store.findDue),
            scan: quietly(store.scan)
        };
    }

    private storeOf(name: string): InMemoryPersistence {
        let store = this.stores.get(name);
        if (store === undefined) {
            store = new InMemoryPersistence();
            void store.open();
            this.stores.set(name, store);
        }
        return store;
    }

    private async gate(actor: string, label: string, choices: readonly string[], detail?: unknown): Promise<string> {
        if (this.isFree) return "go";
        const choice = await this.scheduler.gate({ actor, label, choices, detail });
        if (choice !== "go") this.faults++;
        this.see(actor, choice);
        return choice;
    }

    private see(name: string, what: unknown): void {
        const actor = this.actors.get(name);
        if (actor !== undefined && !this.isFree) actor.seen.push(what);
    }

    /** The program ends here, and is started again with what comes after this call. */
    private async crash(name: string): Promise<void> {
        this.history.isEventLost = true;
        const actor = this.actors.get(name)!;
        actor.call++;
        actor.host = undefined;
        this.scheduler.start(() => this.run(name));
        this.scheduler.leave();
        await new Promise<never>(() => undefined);
    }
}

/** Ids decide about an order among what is due at one moment: so the same run must draw the same ones. */
function drawTheSameEachTime(): void {
    let state = 1;
    crypto.getRandomValues = (array) => {
        const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
        for (let index = 0; index < bytes.length; index++) {
            state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
            bytes[index] = state >>> 24;
        }
        return array;
    };
}
