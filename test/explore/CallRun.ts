import { DateTime } from "luxon";
import { IdentityDeletionModule, PersistenceError, type PersistenceErrorKind, type PersistencePort } from "../../src";
import { InMemoryPersistence } from "../../src/adapters/memory";
import { makeKeyMark } from "../../src/application/pseudonym/KeyMark";
import { BackboneAuthority } from "../../src/backbone";
import { Lifecycle } from "../../src/lifecycle";
import { importEnmeshedProcesses } from "../../src/transfer";
import type { LifecycleFactory, StoredRecord } from "../../src";
import { alice, alicesTablet } from "../support/fixtures";
import { fetchFrom, type HttpAnswer, type Request } from "./ModelBackbone";
import { lifecycleOf } from "./lifecycle";
import type { Process } from "./reference/stored";
import type { StoreMethod } from "./StoreStates";
import type { ActorScript, Call } from "./World";

/** The form of a pseudonym, without the cost of a real one. */
const pseudonyms = { id: "0000000000000000", identityKeyOf: (): string => "a".repeat(64) };

interface HeardEvent {
    readonly namespace: string;
    readonly eventTargetAddress: string;
    readonly data: unknown;
}

/** What a call asks of the world around it, one thing at a time. */
export type Operation =
    | { readonly kind: "read"; readonly method: StoreMethod; readonly args: readonly unknown[] }
    | { readonly kind: "write"; readonly method: StoreMethod; readonly args: readonly unknown[] }
    | ({ readonly kind: "request" } & Request)
    /** A deleter, or the notifier with a reminder or the final notice: their name, the days before the end, or nothing. */
    | { readonly kind: "host"; readonly what: "delete" | "remind" | "notify"; readonly name: string };

/** What the world answers, and what time it is then. */
export interface Reply {
    readonly now: number;
    readonly value?: unknown;
    readonly failure?: PersistenceErrorKind | "lost" | "failed";
}

/** What a call has done since it was answered last, besides what it asks for next. */
export type Effect =
    | { readonly kind: "event"; readonly process: Process; readonly address: string }
    | { readonly kind: "identityDeleted"; readonly id: string | undefined }
    | { readonly kind: "deleterBegins" };

export interface Answer {
    readonly code: string;
    readonly value?: unknown;
}

/** A call waits for an answer of the world, or has come to its end. */
export interface Pause {
    readonly operation?: Operation;
    readonly answer?: Answer;
    readonly effects: readonly Effect[];
}

interface Question {
    readonly operation: Operation;
    resolve: (value: unknown) => void;
    reject: (error: Error) => void;
}

/** Who makes which of its calls, and when it begins. */
export interface Beginning {
    readonly actor: string;
    readonly script: ActorScript;
    readonly call: Call;
    /** No two calls with the same number draw the same ids. */
    readonly number: number;
    readonly now: number;
}

/**
 * One call of a program that was started for it: the real module, its real Backbone client and its real lifecycle, over a
 * world that answers one operation at a time. The same answers lead to the same next operation.
 */
export class CallRun {
    private static drawing: CallRun | undefined;

    private now: number;
    private draws: number;
    private effects: Effect[] = [];
    /** What it has asked for, one after the other. */
    private readonly waiting: Question[] = [];
    private stop: () => void = () => undefined;
    private onPause: ((pause: Pause) => void) | undefined;

    public constructor(private readonly beginning: Beginning) {
        this.now = beginning.now;
        this.draws =
            beginning.number * 7919 + [...beginning.actor].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7);
    }

    public async start(): Promise<Pause> {
        const pause = this.nextPause();
        void this.carryOut().then(
            (answer) => this.pause({ answer }),
            (error: unknown) => this.pause({ answer: { code: `rejected: ${String(error)}` } })
        );
        return await pause;
    }

    public async resume({ now, value, failure }: Reply): Promise<Pause> {
        const [answered, next] = this.waiting;
        if (answered === undefined) throw new Error("Nothing waits for an answer.");
        this.now = now;
        const pause = this.nextPause();
        if (failure === undefined) answered.resolve(value);
        else answered.reject(errorOf(failure));
        // What follows from the answer comes first, and asks for more behind what waits already.
        if (next !== undefined) await new Promise(setImmediate);
        this.waiting.shift();
        if (next !== undefined) this.pause({ operation: next.operation });
        return await pause;
    }

    /** Ids decide about an order among what is due at one moment: so the same call draws the same ones. */
    public static drawTheSameEachTime(): void {
        crypto.getRandomValues = (array) => {
            const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
            // What a whole program draws once is no part of a call.
            if (bytes.length === 8) return array;
            for (let index = 0; index < bytes.length; index++) bytes[index] = CallRun.drawing!.draw();
            return array;
        };
    }

    private draw(): number {
        this.draws = (Math.imul(this.draws, 1664525) + 1013904223) >>> 0;
        return this.draws >>> 24;
    }

    private nextPause(): Promise<Pause> {
        CallRun.drawing = this;
        return new Promise((resolve) => (this.onPause = resolve));
    }

    private pause(what: Omit<Pause, "effects">): void {
        const { onPause, effects } = this;
        this.onPause = undefined;
        this.effects = [];
        onPause?.({ ...what, effects });
    }

    private async ask(operation: Operation): Promise<unknown> {
        const answer = new Promise((resolve, reject) => this.waiting.push({ operation, resolve, reject }));
        if (this.waiting.length === 1) this.pause({ operation });
        return await answer;
    }

    private get identity(): typeof alice {
        const { actor } = this.beginning;
        return actor === "phone" || actor === "recovery" ? alice : alicesTablet;
    }

    private async carryOut(): Promise<Answer> {
        const { script, call } = this.beginning;
        if (call === "import") return await this.import();
        const module = await IdentityDeletionModule.create({
            persistence: this.port(),
            clock: { now: () => DateTime.fromMillis(this.now, { zone: "utc" }) },
            lifecycle: call === "runDue" || call === "retry" ? this.lifecycle() : "elsewhere",
            pseudonymKey: pseudonyms,
            eventBus: { publish: (event: unknown) => this.hear(event) },
            ...(script.authority === "backbone" ? { authority: this.authority() } : {})
        });
        if (module.lifecycle !== undefined) {
            const { lifecycle } = module;
            this.stop = () => void lifecycle.stop();
            return { code: "ok", value: call === "retry" ? await lifecycle.retryAll() : await lifecycle.runDue() };
        }
        const scope = module.forIdentity(this.identity);
        const facade = scope.identityDeletionProcesses;
        const result = await {
            initiate: () => facade.initiateIdentityDeletionProcess(),
            initiateFor7Days: () => facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 7 }),
            cancel: () => facade.cancelIdentityDeletionProcess(),
            getActive: () => facade.getActiveIdentityDeletionProcess(),
            list: () => facade.getIdentityDeletionProcesses(),
            synchronize: () => scope.backbone!.synchronize(),
            close: () => scope.decideOpenProcess("close"),
            takeOver: () => scope.decideOpenProcess("takeOver")
        }[call as Exclude<Call, "runDue" | "retry" | "import">]();
        return result.isError ? { code: result.error.code } : { code: "ok", value: result.value };
    }

    private async import(): Promise<Answer> {
        const path = "/api/v2/Identities/Self/DeletionProcesses";
        try {
            const answer = await this.ask({ kind: "request", method: "GET", path, device: this.identity.deviceId });
            const { result } = (answer as HttpAnswer).body as { result: unknown };
            const options = { address: alice.address, pseudonymKey: pseudonyms };
            await importEnmeshedProcesses(this.port(), JSON.stringify(result), options);
            return { code: "ok" };
        } catch (error) {
            return { code: `refused: ${String(error)}` };
        }
    }

    private hear(event: unknown): void {
        const { namespace, eventTargetAddress, data } = event as HeardEvent;
        if (namespace.endsWith("identityDeletionProcessStatusChanged")) {
            this.effects.push({ kind: "event", process: data as Process, address: eventTargetAddress });
        } else if (namespace.endsWith("identityDeleted")) {
            this.effects.push({
                kind: "identityDeleted",
                id: (data as { deletionProcessId?: string }).deletionProcessId
            });
        }
    }

    private lifecycle(): LifecycleFactory<Lifecycle> {
        const settings = lifecycleOf(this.beginning.script);
        const { leaseInMs, attempts, delayInMs, noticeInMs } = settings;
        const ask = async (what: "delete" | "remind" | "notify", name: string): Promise<void> => {
            if ((await this.ask({ kind: "host", what, name })) === "stop") this.stop();
        };
        return Lifecycle.configure({
            deleters: settings.deleters.map((name) => ({
                name,
                deleteIdentityData: async () => {
                    this.effects.push({ kind: "deleterBegins" });
                    await ask("delete", name);
                }
            })),
            notifier: settings.isNotifying
                ? {
                      remind: async ({ daysBeforeEnd }) => await ask("remind", String(daysBeforeEnd)),
                      notifyOfDeletion: async () => await ask("notify", "")
                  }
                : "none",
            remindersInDaysBeforeEnd: settings.remindersInDays,
            finalNoticeTimeoutInMs: noticeInMs,
            leaseInMs,
            timeoutInMs: leaseInMs / 2,
            retry: { firstDelayInMs: delayInMs, maxDelayInMs: delayInMs, attempts },
            concurrency: 1,
            worker: this.beginning.actor,
            timer: { after: () => () => undefined },
            random: () => 0
        });
    }

    private authority(): BackboneAuthority {
        const device = this.identity.deviceId;
        return BackboneAuthority.connect({
            url: "https://backbone.example",
            clientId: "client",
            clientSecret: "secret",
            credentialsOf: async () => await Promise.resolve({ username: "USRa", password: "p" }),
            waitForOthersInMs: 0,
            retry: { attempts: 1, firstDelayInMs: 0, maxDelayInMs: 0 },
            fetch: fetchFrom(
                async (method, path) => (await this.ask({ kind: "request", method, path, device })) as HttpAnswer,
                () => this.now
            )
        });
    }

    private port(): PersistencePort {
        const via = <Method extends StoreMethod>(kind: "read" | "write", method: Method): PersistencePort[Method] =>
            // What the world answers is what the port's method resolves with.
            (async (...args: unknown[]) => await this.ask({ kind, method, args })) as PersistencePort[Method];
        const find = via("read", "findByLookup");
        return {
            isDurable: true,
            open: async () => await Promise.resolve(),
            close: async () => await Promise.resolve(),
            insert: via("write", "insert"),
            update: via("write", "update"),
            delete: via("write", "delete"),
            findCurrent: via("read", "findCurrent"),
            findByLookup: async (lookup) => (lookup.startsWith("!") ? await markOf(lookup) : await find(lookup)),
            list: via("read", "list"),
            findDue: via("read", "findDue"),
            scan: via("read", "scan")
        };
    }
}

function errorOf(failure: NonNullable<Reply["failure"]>): Error {
    if (failure === "lost") return new TypeError("fetch failed");
    if (failure === "failed") return new Error("The host fails.");
    return new PersistenceError(failure, "As the world says.");
}

let mark: Promise<StoredRecord> | undefined;

/** The store has been opened before. */
async function markOf(lookup: string): Promise<StoredRecord | undefined> {
    mark ??= (async () => {
        const store = new InMemoryPersistence();
        await store.open();
        const { id } = pseudonyms;
        return (await makeKeyMark(store, { id, isBeingConverted: false }, "2026-01-01T00:00:00.000Z")).record;
    })();
    const record = await mark;
    return record.lookup === lookup ? record : undefined;
}
