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
    private isBackbonePresent = true;
    private host!: Host;

    public constructor(private readonly seed: number) {
        this.random = randomFrom(seed);
    }

    public async check(): Promise<void> {
        try {
            this.isBackbonePresent = this.random() < 0.7;
            this.host = await this.newHost();
            const steps = 6 + Math.floor(this.random() * 14);
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
        const steps: Record<string, () => Promise<unknown>> = {
            initiate: async () => await this.initiate(),
            cancel: async () => await this.cancel(),
            "get active": async () => await this.getActive(),
            synchronize: async () => await this.synchronize(),
            decide: async () => await this.decide(),
            "tablet initiates": async () => await this.onTablet("initiateIdentityDeletionProcess"),
            "tablet cancels": async () => await this.onTablet("cancelIdentityDeletionProcess"),
            odd: async () => (this.odd.oddity = this.oneOf(oddities)),
            "network fails": async () => this.failNext(),
            "a minute": async () => (clock.advance({ minutes: 1 }), backbone.deliverLateRequests()),
            days: async () => (clock.advance({ hours: 30 * this.random() }), backbone.deliverLateRequests()),
            "change of authority": async () => await this.changeAuthority(),
            import: async () => await this.bringIn(),
            "a row breaks": async () => await this.store.damageOne(identityKey, this.random),
            repair: async () => this.store.repair(),
            lifecycle: async () => await this.runLifecycle()
        };
        const name = this.oneOf(Object.keys(steps));
        const outcome = await steps[name]();
        this.story.push(outcome === undefined ? name : `${name}: ${String(outcome)}`);
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
        return `deleted ${deleted}, unreadable ${unreadable}`;
    }

    /** All is well again, and time has passed: the person must be able to end what there is, and to begin anew. */
    private async getOn(): Promise<void> {
        const { clock, backbone } = this.world;
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

    /** What can no longer be cancelled is deleted, by the Backbone or by the lifecycle. */
    private async untilTheEnd(): Promise<void> {
        this.world.clock.advance({ days: 4 });
        this.world.backbone.expireTokens();
        this.story.push(await this.synchronize(), await this.runLifecycle());
    }

    private async newHost(): Promise<Host> {
        const { clock } = this.world;
        const lifecycle = Lifecycle.create({
            deleters: [{ name: "files", deleteIdentityData: async (_, { processId }) => this.requireDue(processId) }],
            notifier: "none"
        });
        const authority = this.isBackbonePresent ? connectTo({ fetch: this.odd.fetch }) : undefined;
        const persistence = this.store;
        const module = await IdentityDeletionModule.create({ persistence, authority, clock, pseudonymKey, lifecycle });
        return { module, scope: module.forIdentity(alice), lifecycle };
    }

    private requireDue(processId: string): void {
        this.story.push(`deleter for ${processId}`);
        if (this.cancelled.has(processId)) throw new RuleBroken("It deletes for a process that was cancelled.");
    }

    private async isDeletedHere(): Promise<boolean> {
        const records = await this.store.intact.findCurrent(identityKey);
        return records.some(({ data }) => ["Deleting", "Deleted"].includes(String(statusIn(data.process))));
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

class RuleBroken extends Error {}

function statusIn(process: unknown): unknown {
    return (process as { status?: unknown } | undefined)?.status;
}

function inWords(result: Result<IdentityDeletionProcessDTO | undefined>): string {
    return result.isError ? result.error.code.split(".").at(-1)! : (result.value?.status ?? "none");
}
