import type { Result } from "@js-soft/ts-utils";
import { ErrorCode, IdentityDeletionModule, type IdentityDeletionProcessDTO, type IdentityScope } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { Lifecycle } from "../../../src/lifecycle";
import { importEnmeshedProcesses } from "../../../src/transfer";
import { alice, alicesTablet } from "../fixtures";
import { pseudonymKey } from "../lifecycle/LifecycleWorld";
import { BackboneWorld, connectTo } from "./BackboneWorld";
import { DamagedRows } from "./DamagedRows";
import { randomFrom } from "./FaultRun";
import { OddBackbone, type Oddity } from "./OddBackbone";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

const oddities: readonly (Oddity | undefined)[] = [
    "listLacksOpen",
    "allIsForgotten",
    "listShowsEachTwice",
    "listIsUnreadable",
    "anothersAccount",
    undefined,
    undefined,
    undefined
];
const networkFaults = ["dropRequest", "dropResponse", "serverError", "serverErrorAfterwards", "arriveLate"] as const;
const none = ErrorCode.noActiveIdentityDeletionProcess;
const identityKey = pseudonymKey.identityKeyOf(alice.address);

interface Host {
    readonly module: IdentityDeletionModule;
    readonly scope: IdentityScope;
    readonly lifecycle: Lifecycle;
}

/**
 * One story of a store whose authority changes: commands, another device, a Backbone that shows odd lists or another account,
 * a network that fails, imports, rows that cannot be read, the host's own words, and time. It throws where somebody is
 * deleted who has cancelled, where *none* is said of a process that the Backbone has open and that this store was told of,
 * and where nobody can get on at the end. What happens depends on the seed alone.
 */
export class AuthorityRun {
    private readonly world = new BackboneWorld();
    private readonly odd = new OddBackbone(this.world.backbone, this.world.clock);
    private readonly store = new DamagedRows(new InMemoryPersistence());
    private readonly random: () => number;
    private readonly story: string[] = [];
    /** Ids that this store was told of, and that the host has not closed or taken over since. */
    private readonly told = new Set<string>();
    private readonly cancelled = new Set<string>();
    /** Ids of processes for which a deleter has run. */
    private readonly begun = new Set<string>();
    private isBackbonePresent = true;
    private isWell = false;
    /** A rule that was broken where nobody could throw. */
    private broken: string | undefined;
    private host!: Host;

    public constructor(private readonly seed: number) {
        this.random = randomFrom(seed);
    }

    public async check(): Promise<void> {
        try {
            this.isBackbonePresent = this.random() < 0.7;
            this.host = await this.newHost();
            const steps = 5 + Math.floor(this.random() * 20);
            for (let step = 0; step < steps; step++) await this.step();
            await this.getOn();
        } catch (error) {
            throw new Error(`Run ${this.seed}: ${this.story.join(" → ")}`, { cause: error });
        } finally {
            await this.host.module.close();
            await this.world.close();
        }
    }

    private async step(): Promise<void> {
        const { clock, backbone } = this.world;
        const steps: Record<string, [weight: number, step: () => Promise<unknown>]> = {
            initiate: [4, async () => await this.initiate()],
            cancel: [3, async () => await this.cancel()],
            synchronize: [3, async () => await this.synchronize()],
            decide: [4, async () => await this.decide()],
            "tablet initiates": [1, async () => await this.onTablet("initiateIdentityDeletionProcess")],
            "tablet cancels": [1, async () => await this.onTablet("cancelIdentityDeletionProcess")],
            odd: [4, async () => (this.odd.oddity = this.oneOf(oddities))],
            "network fails": [3, async () => this.failNext()],
            "a minute": [1, async () => (clock.advance({ minutes: 1 }), backbone.deliverLateRequests())],
            days: [2, async () => (clock.advance({ hours: 50 * this.random() }), backbone.deliverLateRequests())],
            "change of authority": [2, async () => await this.changeAuthority()],
            import: [2, async () => await this.bringIn()],
            "a row breaks": [1, async () => await this.store.damageOne(identityKey, this.random)],
            repair: [1, async () => this.store.repair()],
            lifecycle: [2, async () => await this.runLifecycle()],
            // What rarely comes together by chance, and hurts most.
            "a lost cancel": [3, async () => await this.loseACancel()],
            "the end comes": [3, async () => (clock.advance({ days: 3 }), await this.runLifecycle())],
            "another word": [3, async () => `${await this.changeAuthority()}, ${await this.decide()}`]
        };
        const name = this.oneOf(Object.entries(steps).flatMap(([each, [weight]]) => Array<string>(weight).fill(each)));
        const outcome = await steps[name][1]();
        this.story.push(outcome === undefined ? name : `${name}: ${String(outcome)}`);
        if (this.random() < 0.4) this.story.push(`get active: ${await this.getActive()}`);
    }

    private async loseACancel(): Promise<string> {
        this.world.backbone.chooseFault = (kind) => (kind === "token" ? undefined : "dropRequest");
        const answer = await this.cancel();
        this.world.backbone.chooseFault = undefined;
        return answer;
    }

    private failNext(): string {
        const [failing, fault] = [this.oneOf(["initiate", "cancel", "list"] as const), this.oneOf(networkFaults)];
        this.world.backbone.chooseFault = (kind) => {
            if (kind !== failing) return undefined;
            this.world.backbone.chooseFault = undefined;
            return fault;
        };
        return `${failing} ${fault}`;
    }

    private async initiate(): Promise<string> {
        const { identityDeletionProcesses: processes } = this.host.scope;
        const result = await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 3 });
        // The Backbone has said that there was room: what was in doubt is over, also where that was another's Backbone.
        if (result.isSuccess) this.told.clear();
        return this.heard(result);
    }

    private async cancel(): Promise<string> {
        const result = await this.host.scope.identityDeletionProcesses.cancelIdentityDeletionProcess();
        if (result.isSuccess) {
            const { id } = result.value;
            this.cancelled.add(id);
            const isMixedUp = this.odd.oddity === "anothersAccount";
            if (this.isBackbonePresent && !isMixedUp && this.open?.id === id)
                throw new Error("It is still open there.");
        }
        return this.heard(result);
    }

    private async getActive(): Promise<string> {
        const result = await this.host.scope.identityDeletionProcesses.getActiveIdentityDeletionProcess();
        const { open } = this;
        const saysNone = result.isError && result.error.code === none;
        if (saysNone && open !== undefined && this.told.has(open.id!) && !(await this.isDeletedHere())) {
            throw new Error(`It says none, and ${open.id} is open.`);
        }
        return this.heard(result);
    }

    private async synchronize(): Promise<string> {
        const result = await this.host.scope.backbone?.synchronize();
        return result === undefined ? "-" : this.heard(result);
    }

    private async decide(): Promise<string> {
        const decision = this.oneOf(["close", "takeOver"] as const);
        const before = await this.store.intact.findCurrent(identityKey);
        const hasAskedToCancel = JSON.stringify(before).includes('"command":"cancel"');
        const result = await this.host.scope.decideOpenProcess(decision);
        if (result.isSuccess && result.value !== undefined) {
            const { id, status } = result.value;
            if (status === "Cancelled" && this.begun.has(id)) throw new Error("Some of the data is gone already.");
            if (status === "Active" && hasAskedToCancel) throw new Error("It has forgotten the cancellation.");
            if (status === "Cancelled") this.cancelled.add(id);
            this.told.clear();
        }
        return `${decision} ${result.isError ? result.error.code.split(".").at(-1) : result.value?.status}`;
    }

    private async onTablet(
        command: "initiateIdentityDeletionProcess" | "cancelIdentityDeletionProcess"
    ): Promise<string> {
        const tablet = await this.world.device(alicesTablet);
        const result = await tablet.processes[command]();
        await tablet.module.close();
        this.world.forget(tablet.module);
        return inWords(result);
    }

    private async changeAuthority(): Promise<string> {
        await this.host.module.close();
        this.isBackbonePresent = !this.isBackbonePresent;
        // Whoever decides by itself now says nothing of what the Backbone does.
        if (!this.isBackbonePresent) this.told.clear();
        this.host = await this.newHost();
        return this.isBackbonePresent ? "Backbone" : "local";
    }

    /** The Backbone's open process, from an older Runtime's database. */
    private async bringIn(): Promise<string> {
        const { open } = this;
        if (open === undefined) return "nothing";
        const { id, createdAt, createdByDevice, gracePeriodEndsAt } = open;
        const text = JSON.stringify([{ id, status: "Approved", createdAt, createdByDevice, gracePeriodEndsAt }]);
        const authority = this.oneOf(["backbone", "local", undefined] as const);
        try {
            await importEnmeshedProcesses(this.store.intact, text, { address: alice.address, pseudonymKey, authority });
        } catch {
            return "refused";
        }
        if (this.isBackbonePresent) this.told.add(id!);
        return String(authority);
    }

    private async runLifecycle(): Promise<string> {
        const { deleted, unreadable } = await this.host.lifecycle.runDue();
        if (this.broken !== undefined) throw new Error(this.broken);
        return `deleted ${deleted}, unreadable ${unreadable}`;
    }

    /** All is well again, and time has passed: the person must be able to end what there is, and to begin anew. */
    private async getOn(): Promise<void> {
        const { clock, backbone } = this.world;
        this.isWell = true;
        this.odd.oddity = undefined;
        backbone.chooseFault = undefined;
        this.store.repair();
        backbone.deliverLateRequests();
        clock.advance({ minutes: 10 });
        backbone.expireTokens();
        this.story.push("all is well");
        for (let turn = 0; turn < 3; turn++) {
            this.story.push(await this.synchronize());
            const active = await this.host.scope.identityDeletionProcesses.getActiveIdentityDeletionProcess();
            this.story.push(inWords(active));
            if (active.isError && active.error.code === ErrorCode.authorityHasChanged) {
                await this.requireForeign();
                this.story.push(inWords(await this.host.scope.decideOpenProcess("close")));
            } else if (active.isSuccess) {
                this.story.push(await this.cancel());
                await this.untilTheEnd();
            } else break;
        }
        this.story.push(await this.getActive());
        if (await this.isDeletedHere()) return;
        const begun = await this.initiate();
        if (begun !== "Active" && begun !== "identityIsDeleted") {
            await this.untilTheEnd();
            if (!(await this.isDeletedHere())) throw new Error(`It is stuck: ${begun}.`);
        } else if (begun === "Active" && (await this.cancel()) !== "Cancelled")
            throw new Error("It cannot be cancelled.");
    }

    /** What an honest Backbone shows is its own: the host is not asked about it. */
    private async requireForeign(): Promise<void> {
        const foreign = (await this.store.intact.findCurrent(identityKey)).filter(
            ({ data }) => jsonOf(data).authority === undefined
        );
        const { open } = this;
        if (this.isBackbonePresent && open && foreign.some(({ lookup }) => lookup.endsWith(open.id!))) {
            throw new Error("The host is asked about a process that the Backbone shows.");
        }
    }

    /** What can no longer be cancelled is deleted, by the Backbone or by the lifecycle. */
    private async untilTheEnd(): Promise<void> {
        this.world.clock.advance({ days: 4 });
        this.world.backbone.expireTokens();
        this.story.push(await this.synchronize(), await this.runLifecycle());
    }

    private async newHost(): Promise<Host> {
        const { clock } = this.world;
        const configured = Lifecycle.configure({
            deleters: [
                { name: "files", deleteIdentityData: async (_, { processId }) => await this.requireDue(processId) },
                {
                    name: "mails",
                    deleteIdentityData: async () => {
                        if (this.random() < 0.4 && !this.isWell) throw new Error("not now");
                    }
                }
            ],
            notifier: "none"
        });
        const authority = this.isBackbonePresent ? connectTo({ fetch: this.odd.fetch }) : undefined;
        const persistence = this.store;
        const module = await IdentityDeletionModule.create({
            persistence,
            authority,
            clock,
            pseudonymKey,
            lifecycle: configured
        });
        const { lifecycle } = module;
        return { module, scope: module.forIdentity(alice), lifecycle };
    }

    /** Nobody is deleted who has cancelled, or by this host while a Backbone decides and has not deleted the Identity itself. */
    private async requireDue(processId: string): Promise<void> {
        const [holder] = await this.store.intact.findCurrent(identityKey);
        const isTheBackbones = jsonOf(holder.data).authority === "backbone";
        if (this.cancelled.has(processId)) this.broken ??= `It deletes for ${processId}, which was cancelled.`;
        if (this.isBackbonePresent && !isTheBackbones && !this.begun.has(processId)) {
            this.broken ??= `It deletes for ${processId}, about which a Backbone decides.`;
        }
        this.begun.add(processId);
    }

    private async isDeletedHere(): Promise<boolean> {
        const records = await this.store.intact.findCurrent(identityKey);
        return records.some(({ data }) => ["Deleting", "Deleted"].includes(String(statusIn(jsonOf(data).process))));
    }

    /** What the Backbone itself has open, before its end. */
    private get open(): Record<string, string | null> | undefined {
        const now = this.world.clock.now().toMillis();
        return this.world.open.find(({ gracePeriodEndsAt }) => Date.parse(gracePeriodEndsAt ?? "") > now);
    }

    private heard(result: Result<IdentityDeletionProcessDTO | undefined>): string {
        if (result.isSuccess && result.value?.status === "Active" && this.isBackbonePresent) {
            this.told.add(result.value.id);
            this.cancelled.delete(result.value.id);
        }
        const code = result.isError ? result.error.code : undefined;
        if (code === ErrorCode.unknown) throw result.error;
        if (code === ErrorCode.storeIsCorrupt && !this.store.isDamaged) throw result.error;
        return inWords(result);
    }

    private oneOf<Value>(values: readonly Value[]): Value {
        return values[Math.floor(this.random() * values.length)];
    }
}

function statusIn(process: unknown): unknown {
    return (process as { status?: unknown } | undefined)?.status;
}

function inWords(result: Result<IdentityDeletionProcessDTO | undefined>): string {
    return result.isError ? result.error.code.split(".").at(-1)! : (result.value?.status ?? "none");
}
