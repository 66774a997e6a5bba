import { ErrorCode, type IdentityScope, type PersistencePort } from "../../../src";
import { fetchFrom, type BackboneFault } from "../../../src/testing";
import { alice, alicesTablet } from "../fixtures";
import { BackboneWorld, type DeviceUnderTest } from "./BackboneWorld";
import { deathAt, dyingFetch, dyingPersistence } from "./dying";

/** Numbers from 0 up to, not including, 1; the same for the same seed. */
export function randomFrom(seed: number): () => number {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
}

const faults: readonly BackboneFault[] = [
    "dropRequest",
    "arriveLate",
    "dropResponse",
    "truncate",
    "serverError",
    "serverErrorAfterwards",
    "badGateway",
    "twice",
    "expireToken"
];
/** A command passes fewer points than this, so that some runs are without a death. */
const points = 20;

/** Brings a port over the same database each time, as a process that starts anew has it. */
export type Reconnect = () => PersistencePort;

/** Runs the command in a process of its own, which kills itself at that point, and tells how it ended. */
export type RunElsewhere = (world: BackboneWorld, command: CommandName, deathAtPoint: number) => Promise<string>;

const commands = ["initiate", "cancel", "get active", "synchronize"] as const;
export type CommandName = (typeof commands)[number];

export async function runCommand({ identityDeletionProcesses, backbone }: IdentityScope, name: CommandName) {
    if (name === "initiate") return await identityDeletionProcesses.initiateIdentityDeletionProcess();
    if (name === "cancel") return await identityDeletionProcesses.cancelIdentityDeletionProcess();
    return name === "get active"
        ? await identityDeletionProcesses.getActiveIdentityDeletionProcess()
        : await backbone!.synchronize();
}

/**
 * One story: something was before, a command is sent, the process dies at one of the points or the network fails, and the
 * person starts the app again. It throws where the facade and the Backbone do not agree afterwards, or where the person
 * cannot cancel. What happens depends on the seed alone.
 */
export class FaultRun {
    public readonly story: string[] = [];
    private readonly world = new BackboneWorld();
    private readonly random: () => number;
    private isTabletInvolved = false;

    public constructor(
        private readonly seed: number,
        private readonly reconnect: Reconnect,
        private readonly elsewhere?: RunElsewhere
    ) {
        this.random = randomFrom(seed);
    }

    public async check(): Promise<void> {
        try {
            await this.before();
            await this.commandThatGoesWrong();
            await this.afterRestart();
        } catch (error) {
            throw new Error(`Run ${this.seed}: ${this.story.join(" → ")}`, { cause: error });
        } finally {
            await this.world.close();
        }
    }

    private async before(): Promise<void> {
        const device = await this.world.device(alice, this.reconnect());
        const tablet = await this.world.device(alicesTablet);
        const past = this.oneOf(["nothing", "active", "cancelled", "tablet's", "replaced", "cancelled by tablet"]);
        this.tell(past);
        this.isTabletInvolved = past.includes("tablet") || past === "replaced";
        if (past === "tablet's") must(await tablet.processes.initiateIdentityDeletionProcess());
        else if (past !== "nothing") must(await device.processes.initiateIdentityDeletionProcess());
        if (past === "cancelled") must(await device.processes.cancelIdentityDeletionProcess());
        if (past === "replaced" || past === "cancelled by tablet") {
            must(await tablet.processes.cancelIdentityDeletionProcess());
        }
        if (past === "replaced") must(await tablet.processes.initiateIdentityDeletionProcess());
        this.world.clock.advance({ minutes: 10 });
        await device.module.close();
    }

    private async commandThatGoesWrong(): Promise<void> {
        const { backbone } = this.world;
        const death = Math.floor(this.random() * points);
        const name = this.oneOf(commands);
        const log = backbone.log.length;
        backbone.chooseFault = () => (this.random() < 0.35 ? this.oneOf(faults) : undefined);
        const outcome = await (this.elsewhere?.(this.world, name, death) ?? this.runHere(name, death));
        backbone.chooseFault = undefined;
        const network = backbone.log.slice(log).map(({ kind, fault = "ok" }) => `${kind}: ${JSON.stringify(fault)}`);
        this.tell(`${name} [${network.join(", ")}] ${outcome.split(".").at(-1)}`);
    }

    private async runHere(name: CommandName, death: number): Promise<string> {
        let die = (): void => undefined;
        const dead = new Promise<void>((resolve) => (die = resolve));
        const point = deathAt(death, die);
        // What waits in a dead process must not keep this one alive for long.
        const options = { fetch: dyingFetch(fetchFrom(this.world.backbone), point), requestTimeoutInMs: 1_000 };
        const device = await this.world.device(alice, dyingPersistence(this.reconnect(), point), options);
        const ended = runCommand(device.scope, name).then(({ isSuccess, error }) => (isSuccess ? "ok" : error.code));
        const outcome = await Promise.race([ended, dead.then(() => undefined)]);
        if (outcome !== undefined) await device.module.close();
        // A dead process closes nothing: its calls never end.
        else this.world.forget(device.module);
        return outcome ?? `dies at ${death}`;
    }

    private async afterRestart(): Promise<void> {
        const { backbone, clock } = this.world;
        const { processes, scope, bus } = await this.world.device(alice, this.reconnect());
        // At once: only what is certain may be said.
        const first = await processes.getActiveIdentityDeletionProcess();
        const saidNone = first.isError && first.error.code === ErrorCode.noActiveIdentityDeletionProcess;
        this.tell(`at once: ${first.isSuccess ? "active" : first.error.code.split(".").at(-1)!}`);
        if (first.isError && !saidNone && first.error.code !== ErrorCode.outcomeIsNotKnownYet) throw first.error;
        const isTabletsAffair = this.open?.createdByDevice === alicesTablet.deviceId;
        if (saidNone && this.open !== undefined && !isTabletsAffair) throw new Error("It said none, and there is one.");
        clock.advance({ milliseconds: Math.floor(this.random() * 9_000) });
        backbone.deliverLateRequests();
        if (saidNone && this.open !== undefined && !isTabletsAffair)
            throw new Error("It said none, and one came later.");
        clock.advance({ minutes: 1 });

        // What only the tablet knows is learnt by asking; what this device had a part in is known without.
        if (this.isTabletInvolved) must(await scope.backbone!.synchronize());
        this.requireSame(await processes.getActiveIdentityDeletionProcess());
        if (this.open !== undefined) must(await processes.cancelIdentityDeletionProcess());
        if (this.open !== undefined) throw new Error("It is cancelled here and not at the Backbone.");
        const code = (await processes.getActiveIdentityDeletionProcess()).error?.code;
        if (code !== ErrorCode.noActiveIdentityDeletionProcess) throw new Error(`It says ${code} and not none.`);

        must(await processes.initiateIdentityDeletionProcess());
        this.requireSame(await processes.getActiveIdentityDeletionProcess());
        must(await processes.cancelIdentityDeletionProcess());
        const history = must(await processes.getIdentityDeletionProcesses()).map(({ id, status }) => `${id} ${status}`);
        const truth = backbone.processesOf(alice.address).map(({ id, status }) => `${id} ${status}`);
        const missing = truth.filter((each) => !history.includes(each));
        // What another device began and ended may still be unknown here; nothing may be there that the Backbone never had.
        if (history.some((each) => !truth.includes(each)))
            throw new Error(`History: ${history.join()}; truth: ${truth.join()}`);
        if (missing.length > 2) throw new Error(`Missing: ${missing.join()}`);
        const told = bus.published.map(({ data }) => `${data.id} ${data.status}`);
        if (new Set(told).size < told.length) throw new Error(`Published twice: ${told.join()}`);
    }

    private get open(): Record<string, string | null> | undefined {
        return this.world.open[0];
    }

    private requireSame(
        active: Awaited<ReturnType<DeviceUnderTest["processes"]["getActiveIdentityDeletionProcess"]>>
    ): void {
        const said = active.isSuccess ? active.value.id : active.error.code;
        const truth = this.open?.id ?? ErrorCode.noActiveIdentityDeletionProcess;
        if (said !== truth) throw new Error(`Get active says ${said}, and the Backbone ${truth}.`);
    }

    private oneOf<Value>(values: readonly Value[]): Value {
        return values[Math.floor(this.random() * values.length)];
    }

    private tell(what: string): void {
        this.story.push(what);
    }
}

function must<Value>(result: { isSuccess: boolean; value: Value; error?: Error }): Value {
    if (!result.isSuccess) throw result.error;
    return result.value;
}
