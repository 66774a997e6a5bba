import type { ProcessRecord } from "../../src/domain/record/ProcessRecord";
import type { PersistenceErrorKind, StoredRecord } from "../../src";
import { Calls } from "./Calls";
import type { Answer, Effect, Operation, Pause, Reply } from "./CallRun";
import { Interned } from "./Interned";
import {
    answerOf,
    type BackboneState,
    isById,
    isList,
    isOver,
    isQuiet,
    openProcessOf,
    refusals,
    type HttpAnswer
} from "./ModelBackbone";
import * as promises from "./promises";
import { checkUndisturbed, type Moment } from "./undisturbed";
import { StoreStates } from "./StoreStates";
import type { ActorScript, Call, ClockMove, World } from "./World";

const hourInMs = 3_600_000;
const dayInMs = 24 * hourInMs;
const moves: Record<ClockMove, number> = {
    end: 14 * dayInMs + hourInMs,
    lease: hourInMs,
    month: 32 * dayInMs,
    halfHour: hourInMs / 2
};
const start = Date.parse("2026-11-23T10:00:00.000Z");

/** Where an actor is. */
interface ActorState {
    /** Which of its calls comes next, or is under way. */
    readonly call: number;
    /** Where the call under way is; absent: it has not begun. */
    readonly at?: number;
    /** The process that was known to be open when the call began. */
    readonly knownOpen?: string | null;
    /** Its call asks a replica of the Backbone that is late, and has shown a list without the open process. */
    readonly isLate?: boolean;
    /** Everything as it was when the call began, as long as nothing else has happened since. */
    readonly undisturbed?: Moment;
}

/** Everything that decides about what comes next, and what was promised so far; large parts as their numbers. */
export interface State {
    readonly now: number;
    readonly clockMoves: number;
    readonly faults: number;
    readonly stores: readonly number[];
    readonly backbone: number;
    readonly facts: number;
    readonly actors: readonly ActorState[];
}

export interface Step {
    readonly actor: string;
    readonly label: string;
    readonly choice: string;
}

/** A world with all that was found out about it. */
export class Model {
    public readonly calls = new Calls();
    public readonly stores = new StoreStates();
    private readonly backbones = new Interned<BackboneState>();
    private readonly facts = new Interned<promises.Facts>();
    private readonly names: readonly string[];
    private readonly scripts: readonly ActorScript[];
    private readonly storeNames: readonly string[];
    private readonly isLocalOnly: boolean;
    private readonly faultless = new Set<string>();

    public constructor(public readonly world: World) {
        this.names = Object.keys(world.actors);
        this.scripts = Object.values(world.actors);
        this.storeNames = [...new Set([...this.scripts, ...(world.before ?? [])].map(storeOf))];
        this.isLocalOnly = this.scripts.every(({ authority }) => authority === "local") && world.isGone !== true;
    }

    public keyOf({ now, clockMoves, faults, stores, backbone, facts, actors }: State): string {
        const each = actors.map(({ call, at, knownOpen, isLate, undisturbed }) =>
            at === undefined ? call : [call, at, knownOpen, isLate, undisturbed && Object.values(undisturbed)].join("~")
        );
        return `${(now - start) / hourInMs} ${clockMoves} ${faults} ${stores.join()} ${backbone} ${facts} ${each.join(" ")}`;
    }

    /** Where it may begin. */
    public async beginnings(): Promise<State[]> {
        const first = await this.first();
        const { starts } = this.world;
        if (starts === undefined) return [first];
        return starts.map(({ records, backbone }) => ({
            ...first,
            stores: this.storeNames.map(() => this.stores.numberOf(records)),
            backbone: this.backbones.numberOf(backbone)
        }));
    }

    private async first(): Promise<State> {
        let state: State = {
            now: start,
            clockMoves: 0,
            faults: 0,
            stores: this.storeNames.map(() => this.stores.empty),
            backbone: this.backbones.numberOf([]),
            facts: this.facts.numberOf(promises.noFacts),
            actors: this.scripts.map(() => ({ call: 0 }))
        };
        for (const [number, { authority, call }] of (this.world.before ?? []).entries()) {
            state = (await this.freely(state, `before${number}`, { authority, calls: [] }, call, { isGone: false }))
                .state;
        }
        return { ...state, facts: this.facts.numberOf(promises.noFacts) };
    }

    /** Everything that may happen next. */
    public async next(state: State): Promise<{ step: Step; state: State }[]> {
        const next: { step: Step; state: State }[] = [];
        const move = this.nextMove(state);
        if (move !== undefined) {
            const moved = { ...state, now: state.now + moves[move], clockMoves: state.clockMoves + 1 };
            next.push({ step: { actor: "clock", label: move, choice: "go" }, state: disturbed(moved, -1) });
        }
        for (const [actor, { calls }] of this.scripts.entries()) {
            if (state.actors[actor].call < calls.length) next.push(...(await this.stepsOf(state, actor)));
        }
        return next;
    }

    /** A write that was sent takes effect, or not, within an hour; all else may be suspended for as long as it likes. */
    private nextMove({ clockMoves, actors }: State): ClockMove | undefined {
        const move = this.world.clock.at(clockMoves);
        if (clockMoves >= this.world.clock.length || move === "lease") return move;
        const isWriting = actors.some(({ at }) => at !== undefined && this.calls.at(at).operation?.kind === "write");
        return isWriting ? undefined : move;
    }

    private async stepsOf(state: State, actor: number): Promise<{ step: Step; state: State }[]> {
        const begun = await this.begun(state, actor);
        const { at } = begun.actors[actor];
        if (at === undefined) return [{ step: this.stepOf(actor, "begins", "go"), state: begun }];
        const operation = this.calls.at(at).operation!;
        const steps: { step: Step; state: State }[] = [];
        for (const choice of await this.choicesOf(begun, actor, operation)) {
            const step = this.stepOf(actor, labelOf(operation), choice);
            try {
                steps.push({ step, state: await this.carryOut(disturbed(begun, actor), actor, operation, choice) });
            } catch (error) {
                if (error instanceof promises.Violation) throw new ViolationAt(error.message, step);
                throw error;
            }
        }
        return steps;
    }

    private stepOf(actor: number, label: string, choice: string): Step {
        return { actor: this.names[actor], label, choice };
    }

    /** With the actor's next call begun, where it is not under way. */
    private async begun(state: State, actor: number): Promise<State> {
        const { call, at } = state.actors[actor];
        if (at !== undefined) return state;
        const script = this.scripts[actor];
        const store = state.stores[this.storeNumber(script)];
        const position = await this.calls.begin({
            actor: this.names[actor],
            script,
            call: script.calls[call],
            number: call,
            now: state.now
        });
        const knownOpen = this.knownOpen(state, script);
        const undisturbed = { store, backbone: state.backbone, now: state.now };
        return await this.arrive(
            withActor(state, actor, { call, at: position, knownOpen, undisturbed }),
            actor,
            position
        );
    }

    /** How an operation may end: only what makes a difference, and no more faults than the world allows. */
    private async choicesOf(state: State, actor: number, operation: Operation): Promise<readonly string[]> {
        if (isReplicaAsked(state, actor, operation)) return ["go", "short"];
        if (state.faults >= this.world.faults || operation.kind === "read") return ["go"];
        if (operation.kind === "host") return operation.what === "delete" ? ["go", "fails", "stop"] : ["go", "fails"];
        if (operation.kind === "write") {
            const store = state.stores[this.storeNumber(this.scripts[actor])];
            const { failure } = await this.stores.outcomeOf(store, operation.method, operation.args);
            return failure === undefined ? ["go", "lost", "answer lost", "crash"] : ["go", "lost"];
        }
        const backbone = this.backbones.get(state.backbone);
        if (this.world.isGone === true) return ["go"];
        if (isList(operation)) return openProcessOf(backbone) === undefined ? ["go", "lost"] : ["go", "lost", "short"];
        if (operation.method === "GET") return ["go", "lost"];
        const refused = this.world.isRefusing === true ? Object.keys(refusals) : [];
        return ["go", "lost", "answer lost", "crash", ...refused];
    }

    private async carryOut(state: State, actor: number, operation: Operation, choice: string): Promise<State> {
        const isNoOtherFault = choice === "go" || isReplicaAsked(state, actor, operation);
        const faulty = isNoOtherFault ? state : { ...state, faults: state.faults + 1 };
        const own = choice === "go" ? faulty : disturbed(faulty, -1);
        if (operation.kind === "request") return await this.request(own, actor, operation, choice);
        if (operation.kind === "host") {
            return await this.reply(own, actor, choice === "fails" ? { failure: "failed" } : { value: choice });
        }
        return await this.store(own, actor, operation, choice);
    }

    private async store(
        state: State,
        actor: number,
        { kind, method, args }: Operation & { kind: "read" | "write" },
        choice: string
    ): Promise<State> {
        if (choice === "lost") return await this.reply(state, actor, { failure: "unavailable" });
        const number = this.storeNumber(this.scripts[actor]);
        const before = state.stores[number];
        const { after, value, failure } = await this.stores.outcomeOf(before, method, args);
        if (kind === "write" && failure === undefined && method === "update") {
            const { key } = args[0] as StoredRecord;
            const stored = this.stores.stored(before).find((record) => record.key === key);
            promises.requireLease(this.names[actor], stored, state.now);
        }
        const isAlone = this.scripts.length === 1;
        if (isAlone && state.faults === 0 && failure !== undefined && !isForeseen(this.scripts[actor], failure)) {
            throw new promises.Violation(`the store refuses its ${method}, and nobody else has written: ${failure}`);
        }
        const stores = state.stores.map((each, index) => (index === number ? after : each));
        const backbone = this.backbones.get(state.backbone);
        const name = this.storeNames[number];
        const facts = promises.reopened(this.facts.get(state.facts), name, this.stores.records(after), backbone);
        const written = { ...state, stores, facts: kind === "write" ? this.facts.numberOf(facts) : state.facts };
        if (choice === "crash") return this.crashed(written, actor);
        if (choice === "answer lost") {
            return await this.reply(this.withLostEvent(written), actor, { failure: "unavailable" });
        }
        return await this.reply(written, actor, failure === undefined ? { value } : { failure });
    }

    private async request(
        state: State,
        actor: number,
        operation: Operation & { kind: "request" },
        choice: string
    ): Promise<State> {
        if (choice === "lost" || this.world.isGone === true) return await this.reply(state, actor, { failure: "lost" });
        const isShort = choice === "short";
        const { answer, after } = answerOf(this.backbones.get(state.backbone), operation, state.now, { isShort });
        const asked = isShort ? withActor(state, actor, { ...state.actors[actor], isLate: true }) : state;
        const done = { ...asked, backbone: this.backbones.numberOf(after) };
        if (choice === "crash") return this.crashed(done, actor);
        const refusal = refusals[choice] as HttpAnswer | undefined;
        const carriedOut = choice === "forbids" ? asked : done;
        if (refusal !== undefined) return await this.reply(carriedOut, actor, { value: refusal });
        return await this.reply(done, actor, choice === "answer lost" ? { failure: "lost" } : { value: answer });
    }

    private async reply(state: State, actor: number, reply: Omit<Reply, "now">): Promise<State> {
        const { at, ...rest } = state.actors[actor];
        const position = await this.calls.answer(at!, { now: state.now, ...reply });
        return await this.arrive(withActor(state, actor, { ...rest, at: position }), actor, position);
    }

    /** What the call has done until here is told, and what it asks for without any risk is answered. */
    private async arrive(state: State, actor: number, position: number): Promise<State> {
        const { operation, answer, effects } = this.calls.at(position);
        const told = effects.reduce((so, effect) => this.afterEffect(so, actor, effect), state);
        if (answer !== undefined) return this.ended(told, actor, answer);
        if (operation?.kind !== "request" || !isQuiet(operation)) return told;
        return await this.request(told, actor, operation, "go");
    }

    private afterEffect(state: State, actor: number, effect: Effect): State {
        const script = this.scripts[actor];
        const facts = this.facts.get(state.facts);
        if (effect.kind === "identityDeleted") return state;
        const after =
            effect.kind === "event"
                ? promises.told(facts, storeOf(script), effect.process.id, effect.process.status)
                : promises.deleterBegins(facts, state.now, this.recordsOf(state, script));
        return { ...state, facts: this.facts.numberOf(after) };
    }

    private ended(state: State, actor: number, answer: Answer): State {
        const { call, knownOpen, undisturbed } = state.actors[actor];
        const script = this.scripts[actor];
        const name = script.calls[call];
        const backbone = this.backbones.get(state.backbone);
        promises.requireForeseen(name, answer);
        if (this.world.starts !== undefined) return withActor(state, actor, { call: call + 1 });
        const before = this.facts.get(state.facts);
        const facts = promises.answered(before, name, answer, backbone, state.now, knownOpen ?? null);
        if (undisturbed !== undefined) {
            const situation = { call: name, script, device: this.names[actor], isGone: this.world.isGone === true };
            checkUndisturbed(situation, this.looked(undisturbed), answer, this.looked(this.momentOf(state, script)));
        }
        const after = { ...state, facts: this.facts.numberOf(facts) };
        return withActor(after, actor, { call: call + 1 });
    }

    private momentOf(state: State, script: ActorScript): Moment {
        return { store: state.stores[this.storeNumber(script)], backbone: state.backbone, now: state.now };
    }

    private looked({ store, backbone, now }: Moment): {
        records: readonly ProcessRecord[];
        backbone: BackboneState;
        now: number;
    } {
        return { records: this.stores.records(store), backbone: this.backbones.get(backbone), now };
    }

    /** The program ends here, and is started again with what comes after this call. */
    private crashed(state: State, actor: number): State {
        return withActor(this.withLostEvent(state), actor, { call: state.actors[actor].call + 1 });
    }

    private withLostEvent(state: State): State {
        return { ...state, facts: this.facts.numberOf({ ...this.facts.get(state.facts), isEventLost: true }) };
    }

    /** What must hold in every state. */
    public check(state: State): void {
        if (this.world.starts !== undefined) return;
        const facts = this.facts.get(state.facts);
        for (const [number, store] of state.stores.entries()) {
            const records = this.stores.records(store);
            promises.checkStore(facts, records, this.isLocalOnly);
            const isQuietNow = state.actors.every(({ at }) => at === undefined);
            if (isQuietNow) promises.checkEvents(facts, this.storeNames[number], records);
        }
    }

    /** The Backbone's open process, where this store was told of it and nothing is unsettled. */
    private knownOpen(state: State, script: ActorScript): string | null {
        const backbone = this.backbones.get(state.backbone);
        const open = openProcessOf(backbone);
        if (script.authority !== "backbone" || open === undefined || isOver(backbone, state.now)) return null;
        const records = this.recordsOf(state, script);
        const isKnown = records.some(({ process }) => process?.id === open.id);
        return isKnown && !records.some(({ isUnsettled }) => isUnsettled) ? open.id : null;
    }

    public recordsOf(state: State, script: Pick<ActorScript, "store">): readonly ProcessRecord[] {
        return this.stores.records(state.stores[this.storeNumber(script)]);
    }

    /** Those that an actor of the world has. */
    public get usedStores(): readonly string[] {
        return [...new Set(this.scripts.map(storeOf))];
    }

    /** Whether the Backbone has an open process whose end has not come. */
    public isOpenAtBackbone({ backbone, now }: State): boolean {
        const state = this.backbones.get(backbone);
        return openProcessOf(state) !== undefined && !isOver(state, now);
    }

    public storeNumber(script: Pick<ActorScript, "store">): number {
        return Math.max(0, this.storeNames.indexOf(storeOf(script)));
    }

    /** Whether this was found out before. */
    public wasFaultless(what: string): boolean {
        if (this.faultless.has(what)) return true;
        this.faultless.add(what);
        return false;
    }

    /** Runs one call without any interruption, as another program of the same person or host. */
    public async freely(
        state: State,
        actor: string,
        script: ActorScript,
        call: Call,
        { isGone = this.world.isGone === true } = {}
    ): Promise<{ state: State; answer: Answer }> {
        const number = this.storeNumber(script);
        let { stores, backbone } = state;
        let facts = this.facts.get(state.facts);
        let position = await this.calls.begin({ actor, script, call, number: 99, now: state.now });
        for (;;) {
            const { operation, answer, effects }: Pause = this.calls.at(position);
            for (const effect of effects) {
                if (effect.kind !== "deleterBegins") continue;
                facts = promises.deleterBegins(facts, state.now, this.stores.records(stores[number]));
            }
            if (answer !== undefined) {
                return { state: { ...state, stores, backbone, facts: this.facts.numberOf(facts) }, answer };
            }
            let reply: Omit<Reply, "now"> = {};
            if (operation!.kind === "request") {
                if (isGone) reply = { failure: "lost" };
                else {
                    const outcome = answerOf(this.backbones.get(backbone), operation!, state.now);
                    backbone = this.backbones.numberOf(outcome.after);
                    reply = { value: outcome.answer };
                }
            } else if (operation!.kind !== "host") {
                const { after, value, failure } = await this.stores.outcomeOf(
                    stores[number],
                    operation!.method,
                    operation!.args
                );
                stores = stores.map((each, index) => (index === number ? after : each));
                reply = failure === undefined ? { value } : { failure };
            }
            position = await this.calls.answer(position, { now: state.now, ...reply });
        }
    }
}

/** A violation, and the step that led to it. */
export class ViolationAt extends promises.Violation {
    public constructor(
        message: string,
        public readonly step: Step
    ) {
        super(message);
    }
}

function storeOf({ store }: Pick<ActorScript, "store">): string {
    return store ?? "shared";
}

function withActor(state: State, actor: number, after: ActorState): State {
    return { ...state, actors: state.actors.map((each, index) => (index === actor ? after : each)) };
}

/** The same replica says of the process by its id that there is none. */
function isReplicaAsked({ actors }: State, actor: number, operation: Operation): boolean {
    return actors[actor].isLate === true && operation.kind === "request" && isById(operation);
}

/** Something has happened that is no part of the calls that are under way, but for the one of `except`. */
function disturbed(state: State, except: number): State {
    if (state.actors.every(({ undisturbed }, index) => undisturbed === undefined || index === except)) return state;
    const actors = state.actors.map((actor, index) =>
        index === except ? actor : { ...actor, undisturbed: undefined }
    );
    return { ...state, actors };
}

/** Only by writing it is seen whether the slot is free, where the module itself decides, or a replaced process is stored. */
function isForeseen({ authority }: ActorScript, failure: PersistenceErrorKind): boolean {
    return failure === "duplicate" || (authority === "local" && failure === "slotTaken");
}

function labelOf(operation: Operation): string {
    if (operation.kind === "host") return `${operation.what} ${operation.name}`;
    return operation.kind === "request" ? `${operation.method} ${operation.path.slice(40)}` : operation.method;
}
